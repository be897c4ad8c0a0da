retraining-command = Apprendre au modèle vos propres exemples (pour les opérateurs du bot)
retraining-option-file = Un tableau de messages et d’emojis : CSV, TSV, lignes JSON ou Parquet, 25 Mo au plus
retraining-option-data = Un jeu de données fourni avec le bot, ou l’un de RETRAIN_SOURCES
retraining-option-base = Le modèle de départ (sinon celui qui répond en ce moment)
retraining-option-epochs = Combien de fois chaque ligne est vue (sinon 2)
retraining-option-rate = La taille des pas (sinon 0,00002)
retraining-operators-only = Seuls les opérateurs du bot peuvent le réentraîner : le propriétaire de l’application ou son équipe, ou ceux que nomme DISCORD_OWNER_IDS.
retraining-unavailable = Ce bot ne peut pas être réentraîné ici : son modèle tourne ailleurs, ou RETRAIN_ENABLED vaut false.
retraining-about =
    ### Apprenez au modèle vos propres exemples
    Joignez un fichier, un message et ses emojis par ligne, ou choisissez un jeu de données ; vous verrez ce que j’ai compris avant que quoi que ce soit commence.
retraining-sources = Les données peuvent venir de fichiers que vous joignez, des jeux fournis avec le bot et de RETRAIN_SOURCES. Les messages que les gens écrivent ne sont jamais utilisés.
retraining-file-kind = { $name } ne peut pas être lu : joignez un fichier .csv, .tsv, .jsonl ou .parquet.
retraining-file-size = { $name } est trop gros : 25 Mo au plus par fichier.
retraining-file-gone = { $name } n’a pas pu être récupéré chez { $platform } : joignez-le encore une fois.
retraining-preview = **Réentraîner le modèle ?**
retraining-data = **{ $name }** : lignes : { $rows } · emojis différents : { $emojis } ({ $form })
retraining-data-trouble = **{ $name }** : { $trouble }
retraining-repeated = Répétées : { $rows }
retraining-refused = Laissées de côté : { $rows }
retraining-reason = { $rows } × { $reason }, par exemple à la ligne { $line }
retraining-reason-short = { $rows } × { $reason }
retraining-base = Base : { $base } · époques : { $epochs } · taux d’apprentissage : { $rate }
retraining-minutes =
    { $minutes ->
        [one] Cela prend environ une minute. Tout le monde reçoit des réponses pendant ce temps, et rien ne change avant que vous le disiez.
       *[other] Cela prend environ { $minutes } minutes. Tout le monde reçoit des réponses pendant ce temps, et rien ne change avant que vous le disiez.
    }
retraining-start = Commencer
retraining-not-now = Pas maintenant
retraining-dropped = Rien n’a été lancé, et les fichiers sont supprimés.
retraining-asleep = Je ne me souviens plus de cet aperçu : tapez { $command } encore une fois.
retraining-forgotten = Cet entraînement n’est plus connu : `python -m bot models list` montre toutes les versions.
retraining-starting = Préparation …
retraining-training = Entraînement
retraining-judging = Comparaison du nouveau modèle avec l’ancien …
retraining-by = { $name }, lancé par { $person }
retraining-elsewhere = quelqu’un sur { $platform }
retraining-epoch = Époque { $epoch } sur { $epochs } · perte { $loss } · { $speed } lignes/s
retraining-left =
    { $minutes ->
        [one] Encore une minute environ
       *[other] Encore { $minutes } minutes environ
    }
retraining-cancel = Annuler
retraining-look = Actualiser
retraining-goes-on = La suite est dans nos messages privés.
retraining-no-direct = Je ne peux pas vous écrire directement : **Actualiser** ou { $command } montre où cela en est.
retraining-cancelled = Annulé. L’ancien modèle continue de répondre, et les fichiers sont supprimés.
retraining-failed = ⚠️ { $error } L’ancien modèle continue de répondre.
retraining-finished = **Le nouveau modèle est prêt** : { $version }
retraining-figures = Ancien → nouveau sur les mêmes messages (différence, intervalle à 95 %)
retraining-milliseconds = millisecondes par message
retraining-held-back = vos propres lignes : { $figure }
retraining-samples = Ancien → nouveau
retraining-passed = ✅ Il passe le contrôle : rien de ce qui est vérifié n’est devenu moins bon de façon mesurable.
retraining-advised-against = ⚠️ Mieux vaut garder l’ancien :
retraining-activate = Activer
retraining-keep = Garder l’ancien
retraining-activated = ✅ { $person } a activé { $title }. `python -m bot models rollback` revient en arrière.
retraining-activated-itself = ✅ Il répond déjà (RETRAIN_AUTO_ACTIVATE). `python -m bot models rollback` revient en arrière.
retraining-kept = L’ancien modèle continue de répondre. Le nouveau est gardé : `python -m bot models activate { $version }`
