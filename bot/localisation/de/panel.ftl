panel-servers-only = Das geht nur auf Servern.
panel-managers-only = Das dürfen Mitglieder mit der Berechtigung „Server verwalten“.
panel-too-much = Das wäre mehr, als hineinpasst; darum hat sich nichts geändert.
panel-asleep = Diese Übersicht ist eingeschlafen: Bitte gib noch einmal { $command } ein.
panel-close = Schließen
panel-closed = Geschlossen; alles ist gespeichert.
panel-press-again = Das hat gerade zu lange gedauert: Bitte drück noch einmal.
