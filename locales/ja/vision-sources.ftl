## カメラ：映像の取得元と、そこでの問題。

# アドレス
vision-source-no-address = 「{ $address }」はカメラのアドレスではありません。
    .remedy = rtsp://ホスト/パス、パックのフォルダーにある録画のfile:名前、またはusb:0と書いてください。
vision-source-secret-in-address = カメラのアドレスにユーザー名、パスワード、またはトークンなどの秘密が含まれています。
    .remedy = 両方をアドレスから取り除き、カメラの認証情報として設定してください。パスの中に必要なカメラでは、その位置に{"{"}user{"}"}と{"{"}password{"}"}と書いてください。
vision-source-outside = 「{ $address }」は録画のフォルダーの中にありません。
    .remedy = そのフォルダーの中のファイルまたはフォルダーを指定してください。
vision-source-password-long = { $address }のユーザー名とパスワードが合わせて長すぎます。アドレスに書いたときの長さで{ $most }文字までです（記号は3文字、英数字以外の文字は6文字以上に数えます）。
    .remedy = 英数字だけの短いパスワードをカメラに設定してください。

# ネットワークのカメラ
vision-source-password = { $address }のカメラがユーザー名とパスワードを受け付けません。
    .remedy = 正しいものを設定してください。何度か間違えるとロックされるカメラが多いため、1分間は再試行しません。
vision-source-forbidden = { $address }のカメラで、このユーザーには映像を見る権限がありません。
    .remedy = カメラ側でこのユーザーにライブ映像の権限を与えてください。
vision-source-not-found = カメラの{ $address }に映像がありません。
    .remedy = カメラの説明書で映像のパスを調べるか、ONVIFでカメラに問い合わせてください。
vision-source-refused = { $address }のカメラが{ $transport }での送信を拒否しました。
    .remedy = TCPとUDPのうち、もう一方の方式を選んでください。
vision-source-busy = { $address }のカメラは現在映像を送れないと答えています。
    .remedy = 視聴者が多すぎるか、起動中の可能性があります。自動的に再試行します。
vision-source-silent = { $address }から{ $seconds }秒以内に何も届きませんでした。
    .remedy = カメラと回線をご確認ください。UDPの場合はファイアウォールもご確認ください。自動的に再試行します。
vision-source-ended = { $address }のカメラが映像を終了しました。
    .remedy = 再起動した可能性があります。自動的に再試行します。
vision-source-unknown-host = { $address }のホスト名{ $host }が見つかりません。
    .remedy = 名前を直すか、カメラのIPアドレスを書いてください。
vision-source-unreachable = { $address }のカメラに接続できません（{ $said }）。
    .remedy = カメラの電源、ネットワーク、ポートをご確認ください。自動的に再試行します。
vision-source-not-rtsp = { $address }で応答したのはRTSPのカメラではありません（応答「{ $said }」）。
    .remedy = ホストとポートをご確認ください。カメラのウェブページと映像（通常は554）ではポートが異なります。
vision-source-no-sense = { $address }のカメラは応答しましたが、有効な映像の記述がありません。
    .remedy = カメラを再起動してください。直らない場合は、新しいファームウェアを製造元にお問い合わせください。
vision-source-no-video = { $address }に映像がありません。
    .remedy = パスをご確認ください。音声だけのものかもしれません。
vision-source-codec = 「{ $codec }」で符号化された映像のデコーダーがありません。
    .remedy = カメラをH.264、H.265、MJPEGのいずれかに設定してください。
vision-source-undecodable = 映像の直近{ $count }個のパケットから画像が得られませんでした。
    .remedy = 回線の損失が多すぎるか、カメラのファームウェアに不具合があります。映像は自動的に開き直します。

# 録画
vision-source-no-file = 録画{ $address }がありません。
    .remedy = 録画のフォルダーに置くか、名前を直してください。
vision-source-empty-folder = フォルダー{ $address }に動画がありません。
    .remedy = 名前が.mp4、.mkv、.avi、.mov、.tsなどで終わる動画を置いてください。
vision-source-unreadable = { $address }には再生できるものがありません（{ $count }ファイル）。
    .remedy = ファイルが壊れているか、動画ではありません。元の場所からコピーし直してください。

# USBカメラ
vision-source-no-device = カメラ{ $address }（デバイス{ $device }）がありません。
    .remedy = 接続するか、番号を直してください。ls /dev/video*で一覧が見られます。
vision-source-device-permission = カメラ{ $address }（デバイス{ $device }）を読み取る権限がありません。
    .remedy = プラットフォームのユーザーをvideoグループに加えてください。
vision-source-device = カメラ{ $address }を開けません（デバイス{ $device }：{ $said }）。
    .remedy = ほかのプログラムが使用中の可能性があります。一度抜いて挿し直してください。
