## Kịch bản ứng phó: danh sách, và kịch bản đang thực hiện trên một sự cố.

console-playbooks = Kịch bản
console-playbooks-hint = Khi có chuyện thì phải làm gì, ai làm và trước lúc nào. Kịch bản là dữ liệu trong gói của đô thị.
console-playbooks-version = Phiên bản { $version } của bộ kịch bản
console-playbooks-none = Gói dữ liệu chưa có kịch bản nào.
console-playbooks-none-hint = Kịch bản nằm trong tệp playbooks.toml của gói.
console-playbooks-back = Tất cả kịch bản
console-playbooks-size = { $steps } bước{ $injects ->
    [0] {""}
   *[other] , { $injects } tin diễn tập
}
console-playbooks-lasts = kéo dài khoảng { $hours } giờ
console-playbooks-assumed = Thời hạn là giả định
console-playbooks-steps = Các bước
console-playbooks-drafts = Bản thảo
console-playbooks-drafts-hint = Được điền từ dữ liệu sự cố. Con người đọc, sửa và gửi; hệ thống không tự gửi gì.

console-playbooks-none-offered = Không có kịch bản nào dành cho sự cố này.
console-playbooks-offered = { $count ->
    [1] Kịch bản phù hợp:
   *[other] Các kịch bản phù hợp:
}
console-playbooks-apply = { $count ->
    [1] Kịch bản lẽ ra phù hợp:
   *[other] Các kịch bản lẽ ra phù hợp:
}
console-playbooks-start = Bắt đầu: { $playbook }
console-playbooks-other = Kịch bản khác
console-playbooks-ended = { $count } kịch bản đã kết thúc
console-playbooks-done-of = Xong { $done } trên { $all }
console-playbooks-late-count = { $count } bước quá hạn
console-playbooks-started = { $name } bắt đầu lúc { $time }.
console-playbooks-ended-at = { $name } kết thúc lúc { $time }.
console-playbooks-condition = Chỉ khi: { $condition }
console-playbooks-within = trong { $minutes } phút kể từ lúc bắt đầu
console-playbooks-within-after = trong { $minutes } phút kể từ khi xong “{ $step }”
console-playbooks-done = Xong
console-playbooks-done-this = Xong: { $step }
console-playbooks-skip = Bỏ qua
console-playbooks-skip-this = Bỏ qua: { $step }
console-playbooks-skip-reason = Lý do bỏ qua
console-playbooks-undo = Rút lại
console-playbooks-undo-this = Rút lại: { $step }
console-playbooks-was-done = { $name } đã làm xong, { $time }
console-playbooks-was-skipped = { $name } đã bỏ qua, { $time }
console-playbooks-end = Kết thúc kịch bản
console-playbooks-resume = Tiếp tục kịch bản
console-playbooks-to-drill = Đến cuộc diễn tập

console-playbooks-sent = đã gửi
console-playbooks-edited = Đã sửa
console-playbooks-edited-by = Người sửa gần nhất: { $name }, { $time }
console-playbooks-sent-to = Đã đánh dấu gửi đến: { $to } ({ $name }, { $time })
console-playbooks-copy = Sao chép
console-playbooks-edit = Sửa
console-playbooks-save = Lưu
console-playbooks-reset = Điền lại từ sự cố
console-playbooks-mark-sent = Đánh dấu đã gửi
console-playbooks-mark-unsent = Thật ra chưa gửi
console-playbooks-send-hint = Hệ thống không tự gửi gì. Hãy sao chép, gửi đi, rồi ghi ở đây đã gửi đến đâu.
console-playbooks-send-drill = Đây là diễn tập: không gửi gì cho ai. Chỉ ghi nơi lẽ ra phải gửi.
console-playbooks-sent-where = Đã gửi đến đâu
console-playbooks-sent-where-hint = Ví dụ: loa truyền thanh của phường, gọi điện cho trực ban
console-playbooks-draft-title = Tiêu đề
console-playbooks-draft-text = Nội dung
console-playbooks-meanwhile = { $name } vừa thay đổi bản thảo này. Nội dung hiện nay:

console-playbooks-undone = Đã rút lại.
console-playbooks-did-start = Đã bắt đầu kịch bản: { $thing }
console-playbooks-did-end = Đã kết thúc kịch bản: { $thing }
console-playbooks-did-done = Xong: { $thing }
console-playbooks-did-skip = Đã bỏ qua: { $thing }
console-playbooks-did-edit = Đã sửa bản thảo: { $thing }
console-playbooks-did-reset = Đã điền lại bản thảo: { $thing }
console-playbooks-did-sent = Đã đánh dấu gửi bản thảo: { $thing }
