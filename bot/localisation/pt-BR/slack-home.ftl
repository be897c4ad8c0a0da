slack-home-about = Escolho emojis que combinam com uma mensagem: com `/emojify`, com o atalho *Emojify* em qualquer mensagem, quando você me menciona ou me escreve, e por conta própria nos canais em que isso está ligado. Um modelo de IA os escolhe.
slack-home-you = Você
slack-home-you-in = Posso ler suas mensagens nos canais em que as reações estão ligadas.
slack-home-you-out = Não olho suas mensagens.
slack-home-forget-title = Apagar tudo sobre você?
slack-home-forget-about = Seu pedido para não ser lido também é apagado, e toda regra que cita você.
slack-home-forget-yes = Apagar
slack-home-forget-no = Manter
slack-home-model = O modelo
slack-home-privacy-title = Privacidade
slack-home-privacy =
    • Leio o que você me dá e as mensagens dos canais em que um administrador ou quem criou o canal ligou as reações. Leio para escolher emojis, na própria máquina do meu operador, e esqueço na hora. Enquanto alguém testa as configurações, lembro das últimas cinco mensagens de lá por alguns minutos.
    • Nenhuma mensagem é guardada e nenhuma treina um modelo.
    • Guardo configurações, números (quantas respostas em um dia, quantas vezes um emoji foi tirado em um canal) e os identificadores de quem não quer ser lido ou tem uma regra.
    • Não gostou da minha reação à sua mensagem? Escolha *Not this one* no menu da mensagem.
slack-home-auto-react = Reações automáticas e regras da casa
slack-home-admin = Você vê isto porque administra o workspace.
slack-home-creator = Você vê isto porque criou estes canais.
slack-home-channels = Canais em que reajo por conta própria
slack-home-choose-channels = Escolher canais
slack-home-invite = Ainda não estou lá: { $channels }. Digite `/invite @mojibot` no canal.
slack-home-scope = O que está abaixo vale para
slack-home-inherited = Como em todo o resto. O que você mudar aqui vale só aqui.
slack-home-inherit = Como em todo o resto
slack-home-ignored = Deixar estas pessoas em paz:
slack-home-no-history = Não posso ler mensagens aqui, então não posso reagir por conta própria: instale o app com o manifesto para reações automáticas.
slack-home-admins-only = Isto é para os administradores e proprietários do workspace e, em um canal, para quem o criou.
slack-home-nothing-seen = A partir de agora lembro das últimas cinco mensagens de lá, por quinze minutos. Aperte de novo depois das próximas.
slack-home-house-rules-about = O que pode sair neste workspace, em respostas e reações.
slack-home-own-about =
    { $count ->
        [one] O workspace tem { $count } emoji próprio. Eu me guio pelo nome; você pode acrescentar palavras.
       *[other] O workspace tem { $count } emojis próprios. Eu me guio pelos nomes; você pode acrescentar palavras.
    }
slack-home-own = Usar os emojis do workspace
slack-home-share = No máximo { $percent }% das respostas são próprias
slack-home-not-own = O workspace não tem emoji com esse nome.
slack-home-no-emoji = Cite pelo menos um emoji que não seja próprio do workspace.
slack-home-save = Salvar
slack-home-cancel = Cancelar
slack-home-not-taken-away = O Slack não me deixou tirar isso agora; tente de novo.
