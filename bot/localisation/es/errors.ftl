errors-nothing-to-read = Ahí no hay nada que leer: escribe unas palabras, por favor.
errors-nothing-permitted = Las normas de este servidor no permiten ninguno de los emojis que quedarían bien aquí.
errors-not-trained-to-tell = El modelo de aquí elige emojis, pero no ha aprendido a contar ni a decorar un mensaje: usa el estilo «sugerir», por favor.
errors-too-often =
    { $seconds ->
        [one] Ha sido mucho de golpe: vuelve a intentarlo en un segundo, por favor.
       *[other] Ha sido mucho de golpe: vuelve a intentarlo en { $seconds } segundos, por favor.
    }
