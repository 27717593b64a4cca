## Sự cố: hàng đợi, từng sự cố và cách xử lý.

console-incidents = Sự cố
console-incidents-queue = Sự cố, khẩn cấp nhất trước
console-incidents-open-count = { $count } sự cố đang mở
console-incidents-choose = Hãy chọn một sự cố.
console-incidents-none = Không có sự cố nào đang mở.
console-incidents-none-hint = Sự cố mới sẽ tự hiện ở đây trong vòng một giây.
console-incidents-none-found = Không có sự cố nào khớp bộ lọc.
console-incidents-none-found-hint = Hãy xóa ô tìm kiếm hoặc bớt điều kiện lọc.
console-incidents-new = { $count } sự cố mới
console-incidents-fresh = Mới
console-incidents-more = Hiện thêm { $count } sự cố
console-incidents-cut = Chỉ hiện { NUMBER($count) } sự cố mới nhất. Hãy thu hẹp bộ lọc để xem các sự cố khác.
console-incidents-back = Tất cả sự cố

console-incidents-show = Hiện sự cố nào
console-incidents-show-active = Chưa đóng ({ $count })
console-incidents-show-open = Mở ({ $count })
console-incidents-show-acknowledged = Đã nhận ({ $count })
console-incidents-show-closed = Đã đóng ({ $count })
console-incidents-search = Tìm sự cố
console-incidents-severity = Mức độ
console-incidents-severity-count = { $severity } ({ $count })

console-incidents-since = Từ { $time } ({ $ago })
console-incidents-simulated = Tài sản này là mô phỏng: sự cố này không có thật.
console-incidents-closed-because = Đã đóng: { $reason }
console-incidents-where = Ở đâu
console-incidents-why = Vì sao
console-incidents-limit = Ngưỡng
console-incidents-finding-lasts = Từ { $from }, ghi nhận gần nhất { $seen }
console-incidents-finding-over = Đã hết: từ { $from } đến { $to }
console-incidents-chart = { $channel }: mở biểu đồ
console-incidents-chart-words = { $channel }, { $range }: thấp nhất { $low }, cao nhất { $high }, mới nhất { $last }
console-incidents-chart-limits = Nét đứt: { $limits } { $unit }
console-incidents-timeline = Diễn biến
console-incidents-by-platform = Hệ thống

console-happened-incident-opened = Sự cố được mở
console-happened-incident-acknowledged = Đã tiếp nhận
console-happened-incident-commented = Ghi chú
console-happened-incident-closed = Đã đóng
console-happened-incident-cleared = Tự đóng: nguyên nhân đã hết
console-happened-incident-escalated = Nghiêm trọng hơn: { $severity }
console-happened-incident-refreshed = Giảm mức độ: { $severity }
console-happened-finding-opened = Phát hiện
console-happened-finding-closed = Không còn nữa

console-incidents-acts = Xử lý
console-incidents-only-look = Vai trò của bạn chỉ được xem. Người trực vận hành có thể tiếp nhận, ghi chú và đóng sự cố.
console-incidents-acknowledge = Tiếp nhận
console-incidents-close = Đóng sự cố
console-incidents-cancel = Hủy
console-incidents-reason = Lý do đóng
console-incidents-reason-solved = Đã xử lý tại chỗ
console-incidents-reason-false-alarm = Báo động giả
console-incidents-reason-test = Thử nghiệm hoặc bảo trì
console-incidents-reason-elsewhere = Xử lý trong sự cố khác
console-incidents-comment = Ghi chú
console-incidents-comment-kept = Nội dung đang viết được giữ lại cho đến khi bạn gửi.
console-incidents-comment-send = Gửi ghi chú
console-incidents-meanwhile = Sự cố vừa thay đổi. Thao tác của bạn chưa được thực hiện.
console-incidents-text-kept = Nội dung bạn viết vẫn còn.
console-incidents-again-acknowledge = Vẫn tiếp nhận
console-incidents-again-close = Vẫn đóng
console-incidents-again-comment = Vẫn gửi ghi chú
console-incidents-dismiss = Bỏ qua

console-incidents-keys = Phím tắt
console-incidents-keys-on = Dùng phím tắt
console-incidents-keys-on-hint = Hãy tắt nếu chúng cản trở nhập bằng giọng nói hoặc trình đọc màn hình.
console-incidents-key-j = Sự cố tiếp theo
console-incidents-key-k = Sự cố trước
console-incidents-key-a = Tiếp nhận
console-incidents-key-c = Viết ghi chú
console-incidents-key-x = Đóng, kèm lý do
console-incidents-key-help = Trợ giúp này
