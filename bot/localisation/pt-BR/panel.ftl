panel-servers-only = Isto só funciona em servidores.
panel-managers-only = Isto é para membros com a permissão “Gerenciar servidor”.
panel-too-much = Seria mais do que cabe, por isso nada mudou.
panel-asleep = Este painel adormeceu: digite { $command } de novo.
panel-close = Fechar
panel-closed = Fechado; tudo está salvo.
panel-press-again = Demorou demais desta vez: aperte de novo.
