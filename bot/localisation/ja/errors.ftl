errors-nothing-to-read = 読み取れる言葉がありません。少し文章を書いてみてください。
errors-nothing-permitted = ここに合う絵文字は、このサーバーのルールではどれも使えません。
errors-not-trained-to-tell = 今のモデルは絵文字を選ぶことはできますが、メッセージを絵文字で語ったり飾ったりすることは学んでいません。スタイル「提案」を使ってください。
errors-too-often = 少し続けて使いすぎたようです。{ $seconds } 秒後にもう一度試してください。
