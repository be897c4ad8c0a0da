panel-servers-only = Cela ne marche que sur un serveur.
panel-managers-only = C’est réservé aux membres qui ont la permission « Gérer le serveur ».
panel-too-much = Ce serait plus que la place disponible : rien n’a changé.
panel-asleep = Ce panneau s’est endormi : tape { $command } à nouveau.
panel-close = Fermer
panel-closed = Fermé ; tout est enregistré.
panel-press-again = C’était trop long cette fois : appuie à nouveau.
