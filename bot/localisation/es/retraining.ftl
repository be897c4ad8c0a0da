retraining-command = Enseñar al modelo con tus propios ejemplos (para quienes operan el bot)
retraining-option-file = Una tabla de mensajes y emojis: CSV, TSV, líneas JSON o Parquet, 25 MB como máximo
retraining-option-data = Un conjunto de datos que viene con el bot, o uno de RETRAIN_SOURCES
retraining-option-base = El modelo del que se parte (si no, el que responde ahora)
retraining-option-epochs = Cuántas veces se ve cada fila (si no, 2)
retraining-option-rate = Cómo de grandes son los pasos (si no, 0,00002)
retraining-operators-only = Solo quienes operan el bot pueden reentrenarlo: el dueño de la aplicación o su equipo, o quienes nombra DISCORD_OWNER_IDS.
retraining-unavailable = Este bot no se puede reentrenar aquí: su modelo funciona en otro sitio, o RETRAIN_ENABLED es false.
retraining-about =
    ### Enseña al modelo con tus propios ejemplos
    Adjunta un archivo, con un mensaje y sus emojis en cada fila, o elige un conjunto de datos; verás lo que he entendido antes de que empiece nada.
retraining-sources = Los datos pueden venir de archivos que adjuntes, de los conjuntos que vienen con el bot y de RETRAIN_SOURCES. Los mensajes que escribe la gente no se usan nunca.
retraining-file-kind = { $name } no se puede leer: adjunta un archivo .csv, .tsv, .jsonl o .parquet.
retraining-file-size = { $name } es demasiado grande: los archivos pueden tener 25 MB como máximo.
retraining-file-gone = No se pudo obtener { $name } de { $platform }: adjúntalo otra vez.
retraining-preview = **¿Reentrenar el modelo?**
retraining-data = **{ $name }**: filas: { $rows } · emojis distintos: { $emojis } ({ $form })
retraining-data-trouble = **{ $name }**: { $trouble }
retraining-repeated = Repetidas: { $rows }
retraining-refused = Descartadas: { $rows }
retraining-reason = { $rows } × { $reason }, por ejemplo en la línea { $line }
retraining-reason-short = { $rows } × { $reason }
retraining-base = Base: { $base } · épocas: { $epochs } · tasa de aprendizaje: { $rate }
retraining-minutes =
    { $minutes ->
        [one] Tarda alrededor de un minuto. Mientras tanto se responde a todos, y nada cambia antes de que tú lo digas.
       *[other] Tarda unos { $minutes } minutos. Mientras tanto se responde a todos, y nada cambia antes de que tú lo digas.
    }
retraining-start = Empezar
retraining-not-now = Ahora no
retraining-dropped = No se ha empezado nada, y los archivos se han borrado.
retraining-asleep = Ya no recuerdo esta vista previa: escribe { $command } otra vez.
retraining-forgotten = Este entrenamiento ya no se conoce: `python -m bot models list` muestra todas las versiones.
retraining-starting = Preparándolo …
retraining-training = Entrenamiento
retraining-judging = Comparando el modelo nuevo con el anterior …
retraining-by = { $name }, iniciado por { $person }
retraining-elsewhere = alguien en { $platform }
retraining-epoch = Época { $epoch } de { $epochs } · pérdida { $loss } · { $speed } filas/s
retraining-left =
    { $minutes ->
        [one] Falta alrededor de un minuto
       *[other] Faltan unos { $minutes } minutos
    }
retraining-cancel = Cancelar
retraining-look = Actualizar
retraining-goes-on = Sigue en nuestros mensajes directos.
retraining-no-direct = No puedo escribirte directamente: **Actualizar** o { $command } muestra por dónde va.
retraining-cancelled = Cancelado. El modelo anterior sigue respondiendo, y los archivos se han borrado.
retraining-failed = ⚠️ { $error } El modelo anterior sigue respondiendo.
retraining-finished = **El modelo nuevo está listo**: { $version }
retraining-figures = Anterior → nuevo con los mismos mensajes (diferencia, intervalo del 95 %)
retraining-milliseconds = milisegundos por mensaje
retraining-held-back = tus propias filas: { $figure }
retraining-samples = Anterior → nuevo
retraining-passed = ✅ Pasa el control: nada de lo que se comprueba ha empeorado de forma demostrable.
retraining-advised-against = ⚠️ Mejor conserva el anterior:
retraining-activate = Activar
retraining-keep = Conservar el anterior
retraining-activated = ✅ { $person } ha activado { $title }. `python -m bot models rollback` lo deshace.
retraining-activated-itself = ✅ Ya responde (RETRAIN_AUTO_ACTIVATE). `python -m bot models rollback` lo deshace.
retraining-kept = El modelo anterior sigue respondiendo. El nuevo se guarda: `python -m bot models activate { $version }`
