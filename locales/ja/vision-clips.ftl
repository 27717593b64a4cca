## カメラのクリップ：保存・閲覧・削除、封印された原本、証拠。

# クリップ
clip-nothing-safe = 安全にマスクできた画像が1枚もないため、クリップはありません（直近の解析がないもの{ $too_old }枚、マスク処理に失敗したもの{ $failed }枚）。
    .remedy = カメラの状態とマシンの負荷を確認してください。解析が間に合うようになれば、クリップは再び作成されます。
clip-missing = クリップ{ $clip }はありません。
    .remedy = そのカメラのクリップ一覧から探してください。
clip-deleted = クリップ{ $clip }は削除されました。鍵は破棄されています。
    .remedy = 元に戻すことはできません。削除の日時と理由は監査ログに残っています。
clip-range = クリップ{ $clip }は{ $size }バイトです。{ $start }から{ $stop }はその範囲にありません。
    .remedy = クリップの範囲内を指定してください。
clip-file-gone = クリップ{ $clip }のファイルを読み込めません（{ $reason }）。
    .remedy = ディスクとクリップのフォルダーを確認し、バックアップからファイルを復元してください。
clip-file-changed = クリップ{ $clip }のファイルは書き込んだときのものではないため、表示しません。
    .remedy = 何が変更したのかを調べ、バックアップからファイルを復元してください。
clip-disk-full = クリップを保存するディスクがいっぱいです（{ $folder }）。
    .remedy = 空きを作るか、カメラのクリップの保存期間を短くしてください。空きができれば新しいクリップが作成されます。
clip-read-only = クリップのフォルダーに書き込めません（{ $folder }）。
    .remedy = プラットフォームのユーザーに書き込み権限を与えてください。
clip-write-failed = クリップを{ $folder }に書き込めませんでした（{ $reason }）。
    .remedy = ディスクを確認してください。
clip-clock-jumped = 時計が1日を超えてずれたため、この時計による古いクリップの削除を見合わせています。
    .remedy = マシンの時刻と時刻の取得元を確認してください。時計が6時間一様に進むか、正しい時刻で起動し直すと、削除を再開します。
clip-keys-left = データベースが長時間読み取られているため、削除したクリップの鍵が先行書き込みログに残っている可能性があります。
    .remedy = 10分ごとに再試行します。続く場合は、データベースを読み取っているバックアップや開いたままのプログラムを終了してください。
clip-no-reason = 理由がありません。
    .remedy = 行う理由を書いてください。監査ログに記録されます。
clip-no-original = クリップ{ $clip }のマスクされていない原本は保存されていません。
    .remedy = 原本は、カメラの方針で定めた場合に、期限まで保存されます。
clip-original-no-purpose = カメラ{ $camera }の方針は、目的を示さずに原本を保存することになっています。
    .remedy = カメラの方針に原本の目的を書くか、原本を保存しないようにしてください。

# 封印された原本
vault-too-few = 鍵の管理者は{ $count }人です。少なくとも{ $least }人が必要です。
    .remedy = それぞれ自分の公開鍵を持つ管理者を追加してください。
vault-twice = 「{ $said }」が2回あります。
    .remedy = 管理者1人につき名前と鍵を1つずつにしてください。
vault-key = 管理者{ $name }の鍵はageの公開鍵ではありません。
    .remedy = age-keygenが表示する、age1で始まる公開鍵を書いてください。
vault-line = この行は名前と公開鍵の組ではありません。
    .remedy = 名前（a-z、0-9、ハイフン）、空白、age1で始まる公開鍵の順に書いてください。
vault-file-unreadable = 管理者のファイルを読み込めません。
    .remedy = パスと権限を確認してください。UTF-8のテキストファイルです。
vault-identity = これはageの秘密鍵ではありません。
    .remedy = 管理者のファイルにある、AGE-SECRET-KEY-1で始まる行を指定してください。
vault-one-custodian = 2つの秘密鍵が同じ管理者のものです。
    .remedy = 異なる2人の管理者が必要です。
vault-no-pair = この2つの秘密鍵の組では開けません。
    .remedy = 開ける人はヘッダーで確認できます。封印した時点の秘密鍵が必要です。
vault-changed = 封印された原本は、封印後に変更されています。
    .remedy = バックアップから取り出してください。
vault-not-sealed = これは封印された原本ではありません。
    .remedy = 渡されたままのファイルを指定してください。
vault-two-needed = 秘密鍵が { $count } 個指定されました。二人の保管者の鍵が二つ必要です。
    .remedy = --identity を二回、それぞれ別の保管者のファイルで指定してください。
vault-identity-in-command = 秘密鍵がコマンドに書かれており、ほかの人に読まれます。
    .remedy = age-keygen が作ったファイルを指定してください。この鍵は見られたので、新しい鍵を作ってください。
vault-identity-file = { $file } に age の秘密鍵が { $count } 個あります。一つだけ必要です。
    .remedy = age-keygen が作った、AGE-SECRET-KEY-1 で始まる行が一つあるファイルを指定してください。
vault-no-file = ファイル { $file } がありません。
    .remedy = パスを確認してください。
vault-unreadable = { $file } を読めません:{ $reason }。
    .remedy = ファイルの権限を確認してください。
vault-unwritable = { $file } に書き込めません:{ $reason }。
    .remedy = 空きと権限のある、既存のフォルダ内のパスを指定してください。
vault-there-already = { $file } はすでにあります。何も書き込んでいません。
    .remedy = --to で別のパスを指定してください。

# luylau cameras open-original
cli-cameras-open-original = 封印済みの元映像を、保管者二人の鍵で開けます。書き出される映像はマスクされていません。
cli-cameras-identity = 保管者の秘密鍵のファイル(age-keygen が作るもの)。二回指定します。
cli-cameras-to = 元映像の書き込み先。本人だけが読め、既存のファイルは上書きしません。
cli-cameras-original = { $camera } の元映像 { $subject }。保存期限 { $until }、目的:{ $purpose }。開けられる組:{ $pairs }。
cli-cameras-original-opened = { $file } に書き込みました({ $size } バイト、マスクなし)。カメラが符号化した H.264、H.265 または JPEG の映像です。用が済んだら削除してください。
