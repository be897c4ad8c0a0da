slack-home-about = Je choisis des émojis qui conviennent à un message : avec `/emojify`, avec le raccourci *Emojify* de chaque message, quand tu me mentionnes ou m’écris, et de moi-même dans les canaux où c’est activé. C’est un modèle d’IA qui les choisit.
slack-home-you = Toi
slack-home-you-in = Je peux lire tes messages dans les canaux où les réactions sont activées.
slack-home-you-out = Je ne regarde pas tes messages.
slack-home-forget-title = Tout supprimer à ton sujet ?
slack-home-forget-about = Ton souhait de ne pas être lu est supprimé aussi, de même que toute règle qui te nomme.
slack-home-forget-yes = Supprimer
slack-home-forget-no = Garder
slack-home-model = Le modèle
slack-home-privacy-title = Confidentialité
slack-home-privacy =
    • Je lis ce que tu me donnes, et les messages des canaux où un admin ou la personne qui a créé le canal a activé les réactions. Je les lis pour choisir des émojis, sur la machine même de mon opérateur, et je les oublie aussitôt. Pendant que quelqu’un essaie les réglages, je retiens les cinq derniers messages de l’endroit pendant quelques minutes.
    • Aucun message n’est gardé, et aucun n’entraîne un modèle.
    • Je garde des réglages, des nombres (combien de réponses par jour, combien de fois un émoji a été enlevé dans un canal) et les identifiants des personnes qui ne veulent pas être lues ou pour lesquelles il y a une règle.
    • Ma réaction à ton message ne te plaît pas ? Choisis *Not this one* dans le menu du message.
slack-home-auto-react = Réactions automatiques et règles de la maison
slack-home-admin = Tu vois ceci parce que tu administres l’espace de travail.
slack-home-creator = Tu vois ceci parce que tu as créé ces canaux.
slack-home-channels = Canaux où je réagis de moi-même
slack-home-choose-channels = Choisir des canaux
slack-home-invite = Je n’y suis pas encore : { $channels }. Écris `/invite @mojibot` dans le canal.
slack-home-scope = Ce qui suit vaut pour
slack-home-inherited = Comme partout ailleurs. Ce que tu changes ici ne vaut qu’ici.
slack-home-inherit = Comme partout ailleurs
slack-home-ignored = Laisser ces personnes tranquilles :
slack-home-no-history = Je ne peux pas lire les messages ici, donc je ne peux pas réagir de moi-même : installe l’application avec le manifeste pour les réactions automatiques.
slack-home-admins-only = C’est réservé aux admins et propriétaires de l’espace de travail et, dans un canal, à la personne qui l’a créé.
slack-home-nothing-seen = À partir de maintenant, je retiens les cinq derniers messages de l’endroit, pendant un quart d’heure. Appuie de nouveau après les prochains.
slack-home-house-rules-about = Ce qui peut sortir dans cet espace de travail, en réponse comme en réaction.
slack-home-own-about =
    { $count ->
        [one] L’espace de travail a { $count } émoji à lui. Je me fie à son nom ; tu peux lui ajouter des mots.
       *[other] L’espace de travail a { $count } émojis à lui. Je me fie à leurs noms ; tu peux leur ajouter des mots.
    }
slack-home-own = Utiliser les émojis de l’espace de travail
slack-home-share = Au plus { $percent } % des réponses sont les siens
slack-home-not-own = L’espace de travail n’a pas d’émoji de ce nom.
slack-home-no-emoji = Nomme au moins un émoji qui n’est pas propre à l’espace de travail.
slack-home-save = Enregistrer
slack-home-cancel = Annuler
slack-home-not-taken-away = Slack ne m’a pas laissé l’enlever à l’instant ; réessaie.
