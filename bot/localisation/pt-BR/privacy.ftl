privacy-about =
    ### O que este bot lê e guarda
    • Ele lê o que você lhe dá com um comando e as mensagens dos canais onde a gestão do servidor ligou as reações. Lê para escolher emojis, na máquina de quem o opera, e esquece na hora. Enquanto alguém da gestão testa os ajustes, ele lembra por alguns minutos as últimas cinco mensagens dali.
    • Nenhuma mensagem é guardada, e nenhuma treina um modelo.
    • Guarda ajustes de servidores, números (quantas respostas num dia, quantas vezes um emoji foi tirado num canal) e os identificadores de quem não quer ser lido ou para quem um servidor criou regras.
privacy-is-out = De agora em diante o bot não olha o que você escreve, em nenhum servidor.
privacy-is-in = Que bom ter você de volta: onde as reações estão ligadas, o bot pode reagir a você de novo.
privacy-forgotten = Tudo o que se guardava sobre você foi apagado, inclusive seu desejo de não ser lido.
privacy-state-out = -# Você: o bot não olha suas mensagens.
privacy-state-in = -# Você: o bot pode ler suas mensagens onde as reações estão ligadas.
privacy-policy = Política de privacidade
privacy-opt-out = Não me leia
privacy-opt-in = Leia-me de novo
privacy-forget = Apagar o que se guarda sobre mim
privacy-taken-away =
    { $count ->
        [one] Retirado. Esse emoji vai aparecer menos neste canal.
       *[other] Retirados. Esses emojis vão aparecer menos neste canal.
    }
privacy-taken-away-once = Retirado. Não deu para salvar agora que isso deve aparecer menos.
privacy-nothing-of-mine = O bot não reagiu a essa mensagem.
privacy-not-yours = Só quem escreveu a mensagem ou um moderador pode tirar as reações dela.
privacy-command = O que este bot lê e guarda
privacy-optout-command = Que este bot nunca mais olhe suas mensagens
privacy-not-this-one = Este não
