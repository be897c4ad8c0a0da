retraining-command = Ensinar ao modelo os seus próprios exemplos (para quem opera o bot)
retraining-option-file = Uma tabela de mensagens e emojis: CSV, TSV, linhas JSON ou Parquet, no máximo 25 MB
retraining-option-data = Um conjunto de dados que vem com o bot, ou um de RETRAIN_SOURCES
retraining-option-base = O modelo de que se parte (senão, o que responde agora)
retraining-option-epochs = Quantas vezes cada linha é vista (senão, 2)
retraining-option-rate = O tamanho dos passos (senão, 0,00002)
retraining-operators-only = Só quem opera o bot pode retreiná-lo: o dono do aplicativo ou a sua equipe, ou quem DISCORD_OWNER_IDS indica.
retraining-unavailable = Este bot não pode ser retreinado aqui: o modelo dele roda em outro lugar, ou RETRAIN_ENABLED é false.
retraining-about =
    ### Ensine ao modelo os seus próprios exemplos
    Anexe um arquivo, com uma mensagem e seus emojis em cada linha, ou escolha um conjunto de dados; você vê o que eu entendi antes de qualquer coisa começar.
retraining-sources = Os dados podem vir de arquivos que você anexa, dos conjuntos que vêm com o bot e de RETRAIN_SOURCES. As mensagens que as pessoas escrevem nunca são usadas.
retraining-file-kind = { $name } não pode ser lido: anexe um arquivo .csv, .tsv, .jsonl ou .parquet.
retraining-file-size = { $name } é grande demais: os arquivos podem ter no máximo 25 MB.
retraining-file-gone = Não foi possível obter { $name } do { $platform }: anexe de novo.
retraining-preview = **Retreinar o modelo?**
retraining-data = **{ $name }**: linhas: { $rows } · emojis diferentes: { $emojis } ({ $form })
retraining-data-trouble = **{ $name }**: { $trouble }
retraining-repeated = Repetidas: { $rows }
retraining-refused = Deixadas de fora: { $rows }
retraining-reason = { $rows } × { $reason }, por exemplo na linha { $line }
retraining-reason-short = { $rows } × { $reason }
retraining-base = Base: { $base } · épocas: { $epochs } · taxa de aprendizado: { $rate }
retraining-minutes =
    { $minutes ->
        [one] Leva cerca de um minuto. Enquanto isso todos recebem respostas, e nada muda antes que você diga.
       *[other] Leva cerca de { $minutes } minutos. Enquanto isso todos recebem respostas, e nada muda antes que você diga.
    }
retraining-start = Começar
retraining-not-now = Agora não
retraining-dropped = Nada foi iniciado, e os arquivos foram apagados.
retraining-asleep = Não me lembro mais desta prévia: digite { $command } de novo.
retraining-forgotten = Este treino não é mais conhecido: `python -m bot models list` mostra todas as versões.
retraining-starting = Preparando …
retraining-training = Treino
retraining-judging = Comparando o modelo novo com o antigo …
retraining-by = { $name }, iniciado por { $person }
retraining-elsewhere = alguém no { $platform }
retraining-epoch = Época { $epoch } de { $epochs } · perda { $loss } · { $speed } linhas/s
retraining-left =
    { $minutes ->
        [one] Falta cerca de um minuto
       *[other] Faltam cerca de { $minutes } minutos
    }
retraining-cancel = Cancelar
retraining-look = Atualizar
retraining-goes-on = Continua nas nossas mensagens diretas.
retraining-no-direct = Não posso escrever a você diretamente: **Atualizar** ou { $command } mostra em que ponto está.
retraining-cancelled = Cancelado. O modelo antigo continua respondendo, e os arquivos foram apagados.
retraining-failed = ⚠️ { $error } O modelo antigo continua respondendo.
retraining-finished = **O modelo novo está pronto**: { $version }
retraining-figures = Antigo → novo nas mesmas mensagens (diferença, intervalo de 95%)
retraining-milliseconds = milissegundos por mensagem
retraining-held-back = as suas próprias linhas: { $figure }
retraining-samples = Antigo → novo
retraining-passed = ✅ Passa no controle: nada do que se verifica ficou comprovadamente pior.
retraining-advised-against = ⚠️ Melhor ficar com o antigo:
retraining-activate = Ativar
retraining-keep = Ficar com o antigo
retraining-activated = ✅ { $person } ativou { $title }. `python -m bot models rollback` desfaz.
retraining-activated-itself = ✅ Ele já responde (RETRAIN_AUTO_ACTIVATE). `python -m bot models rollback` desfaz.
retraining-kept = O modelo antigo continua respondendo. O novo fica guardado: `python -m bot models activate { $version }`
