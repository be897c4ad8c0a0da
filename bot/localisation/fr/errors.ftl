errors-nothing-to-read = Il n’y a rien à lire là-dedans : écris quelques mots, s’il te plaît.
errors-nothing-permitted = Les règles de ce serveur n’autorisent aucun des emojis qui iraient bien ici.
errors-not-trained-to-tell = Le modèle d’ici choisit des emojis, mais n’a pas appris à raconter ni à décorer un message : utilise le style « suggérer », s’il te plaît.
errors-too-often =
    { $seconds ->
        [one] Ça fait beaucoup d’un coup : réessaie dans une seconde, s’il te plaît.
       *[other] Ça fait beaucoup d’un coup : réessaie dans { $seconds } secondes, s’il te plaît.
    }
