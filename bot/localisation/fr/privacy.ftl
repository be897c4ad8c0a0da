privacy-about =
    ### Ce que ce bot lit et garde
    • Il lit ce que tu lui donnes par une commande, et les messages des salons où les gestionnaires du serveur ont activé les réactions. Il les lit pour choisir des emojis, sur la machine de son opérateur, et les oublie aussitôt. Pendant qu’un gestionnaire essaie les réglages, il retient quelques minutes les cinq derniers messages du salon.
    • Aucun message n’est gardé, et aucun n’entraîne un modèle.
    • Il garde les réglages des serveurs, des nombres (combien de réponses par jour, combien de fois un emoji a été retiré dans un salon) et les identifiants de ceux qui ne veulent pas être lus ou pour qui un serveur a fixé des règles.
privacy-is-out = Désormais le bot ne regarde plus ce que tu écris, sur aucun serveur.
privacy-is-in = Content de te revoir : là où les réactions sont activées, le bot peut à nouveau réagir à tes messages.
privacy-forgotten = Tout ce qui était gardé sur toi est effacé, y compris ton souhait de ne pas être lu.
privacy-state-out = -# Toi : le bot ne regarde pas tes messages.
privacy-state-in = -# Toi : le bot peut lire tes messages là où les réactions sont activées.
privacy-policy = Politique de confidentialité
privacy-opt-out = Ne me lis pas
privacy-opt-in = Lis-moi à nouveau
privacy-forget = Effacer ce qui est gardé sur moi
privacy-taken-away =
    { $count ->
        [one] Retiré. Cet emoji viendra moins souvent dans ce salon.
       *[other] Retirés. Ces emojis viendront moins souvent dans ce salon.
    }
privacy-taken-away-once = Retiré. Impossible de noter pour le moment que cela doit venir moins souvent.
privacy-nothing-of-mine = Le bot n’a pas réagi à ce message.
privacy-not-yours = Seuls l’auteur du message ou un modérateur peuvent retirer ses réactions.
privacy-command = Ce que ce bot lit et garde
privacy-optout-command = Que ce bot ne regarde plus jamais tes messages
privacy-not-this-one = Pas celui-ci
