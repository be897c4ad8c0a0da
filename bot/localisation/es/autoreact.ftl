autoreact-title = ### Reacciones automáticas: { $place }
autoreact-is-on = 🟢 **Activado.** El bot lee los mensajes de aquí y reacciona cuando está seguro.
autoreact-is-off = ⚪ **Desactivado.** El bot no reacciona aquí.
autoreact-inherited = -# Como en el resto del servidor. Lo que cambies aquí vale solo aquí.
autoreact-everywhere = En todas partes
autoreact-this-channel = Este canal: { $name }
autoreact-this-category = La categoría de este canal
autoreact-chosen-below = El elegido abajo
autoreact-elsewhere = Otro canal o categoría
autoreact-switch-on = Activar
autoreact-switch-off = Desactivar
autoreact-dry-run = Prueba
autoreact-inherit = Como en el resto del servidor
autoreact-tab-how = Cuánto
autoreact-tab-when = Cuándo
autoreact-tab-who = Excepciones
autoreact-set-hours = Fijar horas de silencio
autoreact-no-hours = Sin horas de silencio
autoreact-hours-none = No hay horas de silencio.
autoreact-hours = Silencio de { $begin } a { $end } ({ $zone })
autoreact-ignore-bots = Ignorar bots
autoreact-threads = En hilos
autoreact-forum-posts = En publicaciones de foro
autoreact-ignored = Dejar en paz a estos roles y personas:
autoreact-ignored-roles = Roles
autoreact-ignored-people = Personas
autoreact-floor-rarely = Pocas veces: solo si está muy seguro
autoreact-floor-sometimes = A veces: si está seguro
autoreact-floor-often = A menudo: si algo encaja
autoreact-most-emojis =
    { $count ->
        [one] Como máximo { $count } emoji por mensaje
       *[other] Como máximo { $count } emojis por mensaje
    }
autoreact-chance-percent = En el { $percent } % de los mensajes posibles
autoreact-channel-wait = Pausa en un canal: { $wait }
autoreact-person-wait = Pausa por persona: { $wait }
autoreact-wait-none = ninguna
autoreact-wait-seconds =
    { $count ->
        [one] { $count } segundo
       *[other] { $count } segundos
    }
autoreact-wait-minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
autoreact-wait-hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
autoreact-form-title = Horas de silencio
autoreact-form-begin = Desde
autoreact-form-end = Hasta
autoreact-form-zone = Zona horaria, como Europe/Madrid
autoreact-no-clock = «{ $typed }» no es una hora; escríbela como 22:00.
autoreact-same-hours = El inicio y el fin son iguales. Para que el bot calle todo el día, desactívalo.
autoreact-no-zone = No existe la zona horaria «{ $typed }». ¿Querías decir { $example }?
autoreact-no-message-content = Este bot no puede leer mensajes (quien lo opera no ha activado el intent «Message Content»), así que no reacciona por sí solo. /emojify funciona igual.
autoreact-store-in-trouble = Ahora mismo no se pueden guardar los ajustes; vale lo último que se sabía.
autoreact-not-a-member = El bot no es miembro de este servidor, solo están sus comandos. Añádelo de nuevo desde su perfil.
autoreact-channel-unseen = El bot no puede ver ese canal.
autoreact-permissions-missing = Al bot le faltan permisos ahí: { $permissions }.
autoreact-permission-view = Ver canales
autoreact-permission-react = Añadir reacciones
autoreact-permission-history = Leer el historial de mensajes
autoreact-nothing-seen = Nadie ha escrito ahí desde que se abrió este panel. Déjalo abierto y pulsa otra vez tras los próximos mensajes.
autoreact-dry-run-title = **No se envió nada.** Con estas reglas el bot habría hecho esto:
autoreact-reason-off = Desactivado aquí.
autoreact-reason-opted-out = Quien lo escribió no quiere que se le lea.
autoreact-reason-bot = Lo escribió un bot.
autoreact-reason-not-plain = Un comando o un aviso de Discord.
autoreact-reason-role = El rol del autor se deja en paz.
autoreact-reason-person = A esa persona se la deja en paz.
autoreact-reason-thread = En hilos no.
autoreact-reason-forum-post = En publicaciones de foro no.
autoreact-reason-quiet-hours = Son horas de silencio.
autoreact-reason-channel-cooldown = Acaba de reaccionar en este canal.
autoreact-reason-person-cooldown = Acaba de reaccionar a esta persona.
autoreact-reason-hourly = Se alcanzó el límite del servidor para esta hora.
autoreact-reason-chance = Omitido al azar, como está fijado.
autoreact-reason-nothing-to-read = No hay nada que leer.
autoreact-reason-language = El modelo no conoce este idioma.
autoreact-reason-late = Demasiado tarde para reaccionar.
autoreact-reason-busy = El bot estaba demasiado ocupado.
autoreact-reason-quiet = No parece pedir una reacción.
autoreact-reason-unsure = No está seguro de qué emoji encaja.
autoreact-reason-serious = Puede ser algo serio, así que mejor nada.
autoreact-reason-repeated = El emoji adecuado acaba de salir aquí.
autoreact-reason-forbidden = Las normas de la casa prohíben lo que encaja.
autoreact-reason-fixed = Una reacción fija.
autoreact-reason-reacted = Esto encaja.
autoreact-command = Elige dónde, cómo y cuándo reacciona el bot por sí solo
autoreact-reason-judged = Ya se había juzgado.
autoreact-reason-no-model = Ahora mismo no hay modelo.
