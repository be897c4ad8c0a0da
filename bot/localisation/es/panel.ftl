panel-servers-only = Esto solo funciona en servidores.
panel-managers-only = Esto es para miembros con el permiso «Gestionar servidor».
panel-too-much = Eso sería más de lo que cabe, así que nada ha cambiado.
panel-asleep = Este panel se ha quedado dormido: escribe { $command } otra vez.
panel-close = Cerrar
panel-closed = Cerrado; todo está guardado.
panel-press-again = Ha tardado demasiado: pulsa otra vez.
