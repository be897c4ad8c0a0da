autoreact-title = ### Reações automáticas: { $place }
autoreact-is-on = 🟢 **Ligado.** O bot lê as mensagens aqui e reage quando tem certeza.
autoreact-is-off = ⚪ **Desligado.** O bot não reage aqui.
autoreact-inherited = -# Como no resto do servidor. O que você mudar aqui vale só aqui.
autoreact-everywhere = Em todo lugar
autoreact-this-channel = Este canal: { $name }
autoreact-this-category = A categoria deste canal
autoreact-chosen-below = O escolhido abaixo
autoreact-elsewhere = Outro canal ou categoria
autoreact-switch-on = Ligar
autoreact-switch-off = Desligar
autoreact-dry-run = Teste
autoreact-inherit = Como no resto do servidor
autoreact-tab-how = Frequência
autoreact-tab-when = Quando
autoreact-tab-who = Exceções
autoreact-set-hours = Definir horário de silêncio
autoreact-no-hours = Sem horário de silêncio
autoreact-hours-none = Não há horário de silêncio.
autoreact-hours = Silêncio das { $begin } às { $end } ({ $zone })
autoreact-ignore-bots = Ignorar bots
autoreact-threads = Em tópicos
autoreact-forum-posts = Em posts de fórum
autoreact-ignored = Deixar em paz estes cargos e pessoas:
autoreact-ignored-roles = Cargos
autoreact-ignored-people = Pessoas
autoreact-floor-rarely = Raramente: só com muita certeza
autoreact-floor-sometimes = Às vezes: com certeza
autoreact-floor-often = Com frequência: se algo combina
autoreact-most-emojis =
    { $count ->
        [one] No máximo { $count } emoji por mensagem
       *[other] No máximo { $count } emojis por mensagem
    }
autoreact-chance-percent = Em { $percent }% das mensagens possíveis
autoreact-channel-wait = Pausa no canal: { $wait }
autoreact-person-wait = Pausa por pessoa: { $wait }
autoreact-wait-none = nenhuma
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
autoreact-form-title = Horário de silêncio
autoreact-form-begin = Das
autoreact-form-end = Às
autoreact-form-zone = Fuso horário, como America/Sao_Paulo
autoreact-no-clock = “{ $typed }” não é um horário; escreva como 22:00.
autoreact-same-hours = O início e o fim são iguais. Para silêncio o dia todo, desligue o bot.
autoreact-no-zone = Não existe o fuso horário “{ $typed }”. Você quis dizer { $example }?
autoreact-no-message-content = Este bot não pode ler mensagens (quem o opera não ativou a intent “Message Content”), então não reage sozinho. O /emojify funciona mesmo assim.
autoreact-store-in-trouble = Agora não dá para salvar ajustes; vale o que se sabia por último.
autoreact-not-a-member = O bot não é membro deste servidor, só os comandos estão aqui. Adicione-o de novo pelo perfil dele.
autoreact-channel-unseen = O bot não consegue ver esse canal.
autoreact-permissions-missing = Faltam permissões ao bot ali: { $permissions }.
autoreact-permission-view = Ver canais
autoreact-permission-react = Adicionar reações
autoreact-permission-history = Ver histórico de mensagens
autoreact-nothing-seen = Ninguém escreveu ali desde que este painel foi aberto. Deixe-o aberto e aperte de novo depois das próximas mensagens.
autoreact-dry-run-title = **Nada foi enviado.** Com estas regras o bot teria feito isto:
autoreact-reason-off = Desligado aqui.
autoreact-reason-opted-out = Quem escreveu não quer ser lido.
autoreact-reason-bot = Um bot escreveu.
autoreact-reason-not-plain = Um comando ou aviso do Discord.
autoreact-reason-role = O cargo de quem escreveu é deixado em paz.
autoreact-reason-person = Essa pessoa é deixada em paz.
autoreact-reason-thread = Em tópicos não.
autoreact-reason-forum-post = Em posts de fórum não.
autoreact-reason-quiet-hours = É horário de silêncio.
autoreact-reason-channel-cooldown = Acabou de reagir neste canal.
autoreact-reason-person-cooldown = Acabou de reagir a esta pessoa.
autoreact-reason-hourly = O limite do servidor nesta hora foi atingido.
autoreact-reason-chance = Pulado por acaso, como definido.
autoreact-reason-nothing-to-read = Não há nada para ler.
autoreact-reason-language = O modelo não conhece este idioma.
autoreact-reason-late = Tarde demais para reagir.
autoreact-reason-busy = O bot estava ocupado demais.
autoreact-reason-quiet = Não parece pedir reação.
autoreact-reason-unsure = Sem certeza de qual emoji combina.
autoreact-reason-serious = Pode ser sério, então melhor nada.
autoreact-reason-repeated = O emoji certo acabou de aparecer aqui.
autoreact-reason-forbidden = As regras da casa proíbem o que combina.
autoreact-reason-fixed = Uma reação fixa.
autoreact-reason-reacted = Isto combina.
autoreact-command = Escolha onde, como e quando o bot reage sozinho
autoreact-reason-judged = Já tinha sido avaliada.
autoreact-reason-no-model = Não há modelo no momento.
