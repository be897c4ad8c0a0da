autoreact-title = ### Réactions automatiques : { $place }
autoreact-is-on = 🟢 **Activé.** Le bot lit les messages ici et réagit quand il est sûr.
autoreact-is-off = ⚪ **Désactivé.** Le bot ne réagit pas ici.
autoreact-inherited = -# Comme dans le reste du serveur. Ce que tu changes ici ne vaut qu’ici.
autoreact-everywhere = Partout
autoreact-this-channel = Ce salon : { $name }
autoreact-this-category = La catégorie de ce salon
autoreact-chosen-below = Celui choisi ci-dessous
autoreact-elsewhere = Un autre salon ou une catégorie
autoreact-switch-on = Activer
autoreact-switch-off = Désactiver
autoreact-dry-run = Essai à blanc
autoreact-inherit = Comme le reste du serveur
autoreact-tab-how = Fréquence
autoreact-tab-when = Quand
autoreact-tab-who = Exceptions
autoreact-set-hours = Régler les heures calmes
autoreact-no-hours = Pas d’heures calmes
autoreact-hours-none = Il n’y a pas d’heures calmes.
autoreact-hours = Calme de { $begin } à { $end } ({ $zone })
autoreact-ignore-bots = Ignorer les bots
autoreact-threads = Dans les fils
autoreact-forum-posts = Dans les forums
autoreact-ignored = Laisser tranquilles ces rôles et ces personnes :
autoreact-ignored-roles = Rôles
autoreact-ignored-people = Personnes
autoreact-floor-rarely = Rarement : seulement si très sûr
autoreact-floor-sometimes = Parfois : si sûr
autoreact-floor-often = Souvent : si quelque chose convient
autoreact-most-emojis =
    { $count ->
        [one] Au plus { $count } emoji par message
       *[other] Au plus { $count } emojis par message
    }
autoreact-chance-percent = Pour { $percent } % des messages possibles
autoreact-channel-wait = Pause dans un salon : { $wait }
autoreact-person-wait = Pause par personne : { $wait }
autoreact-wait-none = aucune
autoreact-wait-seconds =
    { $count ->
        [one] { $count } seconde
       *[other] { $count } secondes
    }
autoreact-wait-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
autoreact-wait-hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
autoreact-form-title = Heures calmes
autoreact-form-begin = De
autoreact-form-end = À
autoreact-form-zone = Fuseau horaire, comme Europe/Paris
autoreact-no-clock = « { $typed } » n’est pas une heure ; écris-la comme 22:00.
autoreact-same-hours = Le début et la fin sont identiques. Pour le calme toute la journée, désactive le bot.
autoreact-no-zone = Le fuseau horaire « { $typed } » n’existe pas. Voulais-tu dire { $example } ?
autoreact-no-message-content = Ce bot ne peut pas lire les messages (son opérateur n’a pas activé l’intent « Message Content »), il ne réagit donc pas de lui-même. /emojify marche quand même.
autoreact-store-in-trouble = Les réglages ne peuvent pas être enregistrés pour l’instant ; les derniers connus restent valables.
autoreact-not-a-member = Le bot n’est pas membre de ce serveur, seules ses commandes y sont. Ajoute-le à nouveau depuis son profil.
autoreact-channel-unseen = Le bot ne voit pas ce salon.
autoreact-permissions-missing = Il manque au bot des permissions ici : { $permissions }.
autoreact-permission-view = Voir les salons
autoreact-permission-react = Ajouter des réactions
autoreact-permission-history = Voir les anciens messages
autoreact-nothing-seen = Personne n’a écrit là depuis l’ouverture de ce panneau. Laisse-le ouvert et appuie à nouveau après les prochains messages.
autoreact-dry-run-title = **Rien n’a été envoyé.** Avec ces règles, le bot aurait fait ceci :
autoreact-reason-off = Désactivé ici.
autoreact-reason-opted-out = L’auteur ne veut pas être lu.
autoreact-reason-bot = Un bot l’a écrit.
autoreact-reason-not-plain = Une commande ou un avis de Discord.
autoreact-reason-role = Le rôle de l’auteur est laissé tranquille.
autoreact-reason-person = Cette personne est laissée tranquille.
autoreact-reason-thread = Pas dans les fils.
autoreact-reason-forum-post = Pas dans les forums.
autoreact-reason-quiet-hours = Ce sont les heures calmes.
autoreact-reason-channel-cooldown = Il vient de réagir dans ce salon.
autoreact-reason-person-cooldown = Il vient de réagir à cette personne.
autoreact-reason-hourly = La limite du serveur pour cette heure est atteinte.
autoreact-reason-chance = Omis au hasard, comme réglé.
autoreact-reason-nothing-to-read = Il n’y a rien à lire.
autoreact-reason-language = Le modèle ne connaît pas cette langue.
autoreact-reason-late = Trop tard pour réagir.
autoreact-reason-busy = Le bot était trop occupé.
autoreact-reason-quiet = Il ne semble pas appeler de réaction.
autoreact-reason-unsure = Pas assez sûr de l’emoji qui convient.
autoreact-reason-serious = C’est peut-être grave, alors mieux vaut rien.
autoreact-reason-repeated = L’emoji adapté vient déjà de servir ici.
autoreact-reason-forbidden = Le règlement interdit ce qui convient.
autoreact-reason-fixed = Une réaction fixe.
autoreact-reason-reacted = Cela convient.
autoreact-command = Choisis où, comment et quand le bot réagit de lui-même
autoreact-reason-judged = Il a déjà été jugé.
autoreact-reason-no-model = Il n’y a pas de modèle pour l’instant.
