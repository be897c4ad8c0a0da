errors-nothing-to-read = Não há nada para ler aí: escreva algumas palavras, por favor.
errors-nothing-permitted = As regras deste servidor não permitem nenhum dos emojis que combinariam aqui.
errors-not-trained-to-tell = O modelo daqui escolhe emojis, mas não aprendeu a recontar nem a decorar uma mensagem: use o estilo “sugerir”, por favor.
errors-too-often =
    { $seconds ->
        [one] Foi muita coisa de uma vez: tente de novo em um segundo, por favor.
       *[other] Foi muita coisa de uma vez: tente de novo em { $seconds } segundos, por favor.
    }
