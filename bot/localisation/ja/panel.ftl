panel-servers-only = これはサーバーの中でだけ使えます。
panel-managers-only = これは「サーバー管理」の権限があるメンバー向けです。
panel-too-much = 上限を超えるため、何も変更していません。
panel-asleep = このパネルは休止しました。もう一度 { $command } と入力してください。
panel-close = 閉じる
panel-closed = 閉じました。設定はすべて保存済みです。
panel-press-again = 時間がかかりすぎました。もう一度押してください。
