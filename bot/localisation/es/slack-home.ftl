slack-home-about = Elijo emojis que encajan con un mensaje: con `/emojify`, con el atajo *Emojify* de cualquier mensaje, cuando me mencionas o me escribes, y por mi cuenta en los canales donde está activado. Los elige un modelo de IA.
slack-home-you = Tú
slack-home-you-in = Puedo leer tus mensajes en los canales donde las reacciones están activadas.
slack-home-you-out = No miro tus mensajes.
slack-home-forget-title = ¿Borrar todo lo tuyo?
slack-home-forget-about = También se borra tu deseo de no ser leído y toda regla que te nombre.
slack-home-forget-yes = Borrar
slack-home-forget-no = Conservar
slack-home-model = El modelo
slack-home-privacy-title = Privacidad
slack-home-privacy =
    • Leo lo que me das y los mensajes de los canales donde un administrador o quien creó el canal activó las reacciones. Los leo para elegir emojis, en la propia máquina de mi operador, y los olvido enseguida. Mientras alguien prueba los ajustes, recuerdo los últimos cinco mensajes de allí durante unos minutos.
    • No se guarda ningún mensaje y ninguno entrena un modelo.
    • Guardo ajustes, números (cuántas respuestas en un día, cuántas veces se quitó un emoji en un canal) y los identificadores de quienes no quieren ser leídos o tienen una regla.
    • ¿No te gusta mi reacción a tu mensaje? Elige *Not this one* en el menú del mensaje.
slack-home-auto-react = Reacciones automáticas y normas de la casa
slack-home-admin = Ves esto porque administras el espacio de trabajo.
slack-home-creator = Ves esto porque creaste estos canales.
slack-home-channels = Canales donde reacciono por mi cuenta
slack-home-choose-channels = Elegir canales
slack-home-invite = Aún no estoy ahí: { $channels }. Escribe `/invite @mojibot` en el canal.
slack-home-scope = Lo de abajo vale para
slack-home-inherited = Como en todo lo demás. Lo que cambies aquí vale solo aquí.
slack-home-inherit = Como en todo lo demás
slack-home-ignored = Dejar en paz a estas personas:
slack-home-no-history = No puedo leer mensajes aquí, así que no puedo reaccionar por mi cuenta: instala la aplicación con el manifiesto para reacciones automáticas.
slack-home-admins-only = Esto es para los administradores y propietarios del espacio de trabajo y, en un canal, para quien lo creó.
slack-home-nothing-seen = Desde ahora recuerdo los últimos cinco mensajes de allí, durante un cuarto de hora. Pulsa otra vez después de los próximos.
slack-home-house-rules-about = Lo que puede salir en este espacio de trabajo, en respuestas y reacciones por igual.
slack-home-own-about =
    { $count ->
        [one] El espacio de trabajo tiene { $count } emoji propio. Me guío por su nombre; puedes añadirle palabras.
       *[other] El espacio de trabajo tiene { $count } emojis propios. Me guío por sus nombres; puedes añadirles palabras.
    }
slack-home-own = Usar los emojis del espacio de trabajo
slack-home-share = Como mucho el { $percent } % de las respuestas son propias
slack-home-not-own = El espacio de trabajo no tiene ningún emoji con ese nombre.
slack-home-no-emoji = Nombra al menos un emoji que no sea propio del espacio de trabajo.
slack-home-save = Guardar
slack-home-cancel = Cancelar
slack-home-not-taken-away = Slack no me ha dejado quitarlo ahora mismo; inténtalo de nuevo.
