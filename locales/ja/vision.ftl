# カメラ:映っているものと、監視プロセスの状態。

scene-intrusion = 「{ $name }」の中に人
scene-loitering = 「{ $name }」に人がとどまっている
scene-line_crossing = 「{ $name }」の通過
scene-crowd = 「{ $name }」に人だかり
scene-wrong_way = 「{ $name }」を逆方向に通過
scene-stopped_vehicle = 「{ $name }」に停止車両
scene-object_left = 「{ $name }」に置き去りの物
scene-water = 水位が「{ $name }」を超過
scene-dark = カメラの映像が真っ暗
scene-blurred = カメラの映像がぼやけている
scene-blocked = カメラが覆われている
scene-moved = カメラの向きが変わった
scene-frozen = カメラの映像が止まっている

camera-event-unknown = カメライベント { $event } はありません。
    .remedy = 保存期間が過ぎて削除された可能性があります。イベント一覧で探してください。
camera-event-judged = この検知は、ほかの人がすでに判定しました。
    .remedy = その判定を確認し、異なると思う場合は改めて判定してください。
cameras-worker-away = カメラ処理 { $worker } が応答しません。
    .remedy = 数秒以内に自動で再起動します。続く場合はログで理由を確認してください。
cameras-detector-away = 検出器が応答しません。その間、人や車両は検出されません。
    .remedy = 数秒以内に自動で再起動します。続く場合はログで理由を確認してください。
vision-model-none = { $folder } に、人や車両を検出するモデルがインストールされていません。
    .remedy = インストールしてください:luylau vision models install nanodet
camera-unknown = 監視中のカメラ { $camera } はありません。
    .remedy = 都市パックの cameras.toml に追加してください。
clip-range-wrong = 「{ $range }」はクリップ内のバイト範囲ではありません。
    .remedy = bytes=0-1023 のように一つの範囲を指定してください。
camera-counts-span = 通過数は、ある時刻からそれより後の時刻まで、最長 { $days } 日間を指定できます。
    .remedy = 期間を短くしてください。
clip-original-coding = 元映像を保存できません:このストリームの「{ $codec }」はコンテナの中でしか再生できません。
    .remedy = 元映像の保存は、H.264・H.265・MJPEG の RTSP ストリームに限ってください。
clip-no-custodians = 元映像を保存する設定ですが、封印に必要な鍵の保管者が登録されていません。
    .remedy = 公開鍵のファイルを指定してください:[cameras] custodians
camera-streams-many = カメラ映像をすでに { $limit } 件開いています。
    .remedy = カメラを表示している画面かタブを一つ閉じてください。
camera-not-watched = いまカメラ { $camera } を監視しているプロセスがないため、新しい映像を学習できません。
    .remedy = カメラ処理が応答してから、もう一度試してください。状態は「システムの状態」で確認できます。
camera-learned-stays = カメラ { $camera } の学習内容を削除できません:{ $reason }。
    .remedy = データフォルダの checkpoint/cameras の権限を確認してください。

console-health-part-cameras = カメラ:監視プロセスと検出器
console-health-figure-cameras = 登録されたカメラ
console-health-figure-streaming = 配信中のカメラ
console-health-figure-clips_waiting = 作成待ちのクリップ
console-health-figure-detected = 検出の回数
console-health-figure-detector_busy_s = 検出器の稼働秒数
console-health-figure-pictures_dropped = 検出器が間に合わなかった映像
console-health-of-cameras = カメラ
console-health-of-camera-worker = カメラ処理
