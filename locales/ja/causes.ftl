# 停電や通信断の原因：何が故障し、なぜそう考えるか。

cause-power-name = 停電
cause-network-name = ネットワーク障害
finding-cause-power = { $customers ->
    [0] { $element } が開いている可能性が最も高い（{ $percent } %）。{ $devices } 台の機器が応答していません。
   *[other] { $element } が開いている可能性が最も高い（{ $percent } %）。{ $customers } 軒が停電し、{ $devices } 台の機器が応答していません。
}
finding-cause-power-said = { $customers ->
    [0] { $element } は「開」と報告しています。{ $devices } 台の機器が応答していません。
   *[other] { $element } は「開」と報告しています。{ $customers } 軒が停電し、{ $devices } 台の機器が応答していません。
}
finding-cause-network = { $element } が通信を中継していない可能性が最も高い（{ $percent } %）。{ $devices } 台の機器が応答していません。電源の有無はこれではわかりません。
switch-doubted-name = 開閉器の位置に疑い
finding-switch-doubted = { $element } は「開」と報告していますが、その先の機器 { $devices } 台が報告を続けています。位置情報が誤っている可能性があります。

cause-evidence-silent = 配下の機器 { $known } 台のうち { $count } 台が { $since } から応答していません。
cause-evidence-gasps = { $count } 台の機器が最後の電力で停電を通知しました。
cause-evidence-no-voltage = { $count } 台の機器が電圧なしを報告しています。
cause-evidence-unheard = ほかの{ $count }台は以前から通信がなく、手がかりになりません。
cause-evidence-battery = { $count } 台の機器がバッテリーで報告を続けています。
cause-evidence-switch-open = 開閉器 { $switch } は「開」と報告しています。
cause-evidence-switch-closed = 位置を報告する上流で最も近い開閉器 { $switch } は「閉」と報告しています。
cause-evidence-switch-wrong = 開閉器 { $switch } は「閉」と報告していますが、その先の状況はすべて逆を示しています。
cause-evidence-beside = フィーダー { $feeder } のほかの部分では { $known } 台のうち { $silent } 台が応答していません。
cause-evidence-reporting = 配下の { $count } 台の機器は報告を続けています。
cause-evidence-reports = { $count } 人の住民が停電を通報しました。
cause-ask = この機器が停電している確率は { $percent } % です。この機器の応答が最も多くのことを示します。

urgency-customers = 停電 { $count } 軒
urgency-vital = 電源のない最重要施設 { $count } か所
urgency-high = 電源のない重要施設 { $count } か所
urgency-battery-soon = バッテリー残り 1 時間未満の施設 { $count } か所
urgency-cut = 連絡の取れない機器 { $count } 台

incident-no-cause = インシデント { $incident } には共通の原因がありません。
    .remedy = その検知を見てください。共通の原因があるのは電源または通信の障害だけです。
