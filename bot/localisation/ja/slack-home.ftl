slack-home-about = メッセージに合う絵文字を選びます。コマンド `/emojify` 、メッセージのショートカット「Emojify」、メンションやダイレクトメッセージで使えます。オンになっているチャンネルでは自分からリアクションします。選ぶのは AI モデルです。
slack-home-you = あなた
slack-home-you-in = リアクションがオンのチャンネルで、あなたのメッセージを読むことがあります。
slack-home-you-out = あなたのメッセージは見ません。
slack-home-forget-title = あなたに関する情報をすべて削除しますか？
slack-home-forget-about = 「読まない」という希望も、あなたを指定したルールも削除されます。
slack-home-forget-yes = 削除する
slack-home-forget-no = 残す
slack-home-model = モデル
slack-home-privacy-title = プライバシー
slack-home-privacy =
    • 読むのは、あなたから渡されたものと、管理者かチャンネルの作成者がリアクションをオンにしたチャンネルのメッセージです。運用者自身のマシンで絵文字を選ぶために読み、すぐに忘れます。誰かが設定を試している間は、そこの最新 5 件のメッセージを数分だけ覚えています。
    • メッセージは保存されず、モデルの学習にも使われません。
    • 保存するのは、設定、数（1 日の回答数、チャンネルで絵文字が取り消された回数）、そして読まれたくない人やルールの対象になっている人の ID です。
    • 自分のメッセージへのリアクションが気に入らないときは、メッセージのメニューから *Not this one* を選んでください。
slack-home-auto-react = 自動リアクションとハウスルール
slack-home-admin = ワークスペースの管理者なので表示されています。
slack-home-creator = これらのチャンネルの作成者なので表示されています。
slack-home-channels = 自分からリアクションするチャンネル
slack-home-choose-channels = チャンネルを選ぶ
slack-home-invite = まだ参加していません: { $channels }。チャンネルで `/invite @mojibot` と入力してください。
slack-home-scope = 下の設定の対象
slack-home-inherited = ほかと同じです。ここで変えたことはここだけに適用されます。
slack-home-inherit = ほかと同じにする
slack-home-ignored = 次の人には反応しない:
slack-home-no-history = ここではメッセージを読めないため、自分からリアクションできません。自動リアクション用のマニフェストでアプリをインストールしてください。
slack-home-admins-only = ワークスペースの管理者とオーナー、チャンネルではその作成者だけが使えます。
slack-home-nothing-seen = これから 15 分間、そこの最新 5 件のメッセージを覚えます。次のメッセージのあとにもう一度押してください。
slack-home-house-rules-about = このワークスペースの回答とリアクションに出てよいものです。
slack-home-own-about = ワークスペース独自の絵文字は { $count } 個あります。名前から判断しますが、言葉を追加できます。
slack-home-own = ワークスペースの絵文字を使う
slack-home-share = 独自の絵文字は回答の { $percent }% まで
slack-home-not-own = その名前の絵文字はワークスペースにありません。
slack-home-no-emoji = ワークスペース独自でない絵文字を 1 つ以上指定してください。
slack-home-save = 保存
slack-home-cancel = キャンセル
slack-home-not-taken-away = 今は Slack が取り消しを受け付けませんでした。もう一度お試しください。
