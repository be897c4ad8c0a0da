privacy-about =
    ### Qué lee y qué guarda este bot
    • Lee lo que le das con un comando y los mensajes de los canales donde la administración del servidor activó las reacciones. Los lee para elegir emojis, en la máquina de quien lo opera, y los olvida al momento. Mientras alguien de la administración prueba los ajustes, recuerda unos minutos los últimos cinco mensajes de ahí.
    • No guarda ningún mensaje, y ninguno entrena un modelo.
    • Guarda ajustes de servidores, números (cuántas respuestas en un día, cuántas veces se quitó un emoji en un canal) y los identificadores de quienes no quieren ser leídos o para quienes un servidor puso reglas.
privacy-is-out = A partir de ahora el bot no mira lo que escribes, en ningún servidor.
privacy-is-in = Te damos la bienvenida otra vez: donde las reacciones estén activadas, el bot puede volver a reaccionarte.
privacy-forgotten = Se ha borrado todo lo que se guardaba sobre ti, también tu deseo de no ser leído.
privacy-state-out = -# Tú: el bot no mira tus mensajes.
privacy-state-in = -# Tú: el bot puede leer tus mensajes donde las reacciones estén activadas.
privacy-policy = Política de privacidad
privacy-opt-out = No me leas
privacy-opt-in = Vuelve a leerme
privacy-forget = Borrar lo que se guarda sobre mí
privacy-taken-away =
    { $count ->
        [one] Quitado. Ese emoji saldrá menos en este canal.
       *[other] Quitados. Esos emojis saldrán menos en este canal.
    }
privacy-taken-away-once = Quitado. Que deba salir menos no se pudo guardar ahora.
privacy-nothing-of-mine = El bot no ha reaccionado a ese mensaje.
privacy-not-yours = Solo quien escribió el mensaje o un moderador puede quitar sus reacciones.
privacy-command = Qué lee y qué guarda este bot
privacy-optout-command = Que este bot no mire nunca más tus mensajes
privacy-not-this-one = Este no
