## Quy tắc: danh sách, biểu mẫu, thử trên lịch sử.

console-rules = Quy tắc
console-rules-count = { $count } quy tắc · phiên bản { $version }
console-rules-none = Chưa có quy tắc nào: sẽ không có sự cố nào được mở.
console-rules-none-hint = Hãy tạo quy tắc mới hoặc khôi phục một phiên bản trước.
console-rules-only-look = Vai trò của bạn chỉ được xem quy tắc. Quản trị viên mới có thể sửa.
console-rules-new = Quy tắc mới
console-rules-back = Tất cả quy tắc
console-rules-copy = Nhân bản
console-rules-delete = Xóa
console-rules-delete-sure = Xóa “{ $rule }”?
console-rules-delete-hint = Quy tắc ngừng theo dõi ngay. Bạn có thể hoàn tác sau đó.
console-rules-save = Lưu
console-rules-discard = Bỏ thay đổi
console-rules-cancel = Hủy
console-rules-done-create = Đã tạo quy tắc và áp dụng ngay.
console-rules-done-replace = Đã lưu quy tắc và áp dụng ngay.
console-rules-done-delete = Đã xóa quy tắc.
console-rules-done-restore = Các quy tắc trước đó đã có hiệu lực trở lại.
console-rules-restore = Khôi phục phiên bản trước
console-rules-restore-hint = Phiên bản { $version } đang có hiệu lực. Mọi quy tắc sẽ trở lại như trong phiên bản bạn chọn.
console-rules-restore-version = Phiên bản

console-rules-kind-threshold = Ngưỡng
console-rules-kind-threshold-hint = Một giá trị tốt chạm ngưỡng.
console-rules-kind-heartbeat = Mất tín hiệu
console-rules-kind-heartbeat-hint = Thiết bị không gửi gì quá lâu.
console-rules-kind-quality = Chất lượng số liệu
console-rules-kind-quality-hint = Quá nhiều giá trị đáng ngờ.
console-rules-kind-anomaly = Bất thường
console-rules-kind-anomaly-hint = Giá trị không như thống kê dự kiến.
console-rules-off = đang tắt
console-rules-enabled-of = “{ $rule }” có hiệu lực
console-rules-says-threshold = { $subject } { $op ->
    [ge] ≥
    [gt] >
    [le] ≤
   *[lt] <
} { $limit }
console-rules-says-periods = Không có gì trong { $count } chu kỳ gửi
console-rules-says-silent = Không có gì trong { $seconds } giây
console-rules-says-quality = { $measure ->
    [share] từ { $value } % trong { $seconds } giây: { $flags }
   *[count] từ { $value } lần trong { $seconds } giây: { $flags }
}
console-rules-says-anomaly = { $subject } bất thường (điểm từ { $score })

console-rules-what = Thông tin chung
console-rules-names = Tên
console-rules-field-names-vi = Tên tiếng Việt
console-rules-field-names-en = Tên tiếng Anh
console-rules-field-names-ja = Tên tiếng Nhật
console-rules-field-id = Mã
console-rules-id-hint = Chữ thường a–z, chữ số và gạch nối; không đổi được về sau.
console-rules-id-stays = Mã không thay đổi.
console-rules-field-kind = Loại
console-rules-field-severity = Mức độ
console-rules-severity-hint = Mức nghiêm trọng của sự cố được mở.
console-rules-field-group = Nhóm
console-rules-group-hint = Mỗi tài sản chỉ có tối đa một sự cố đang mở cho mỗi nhóm.
console-rules-field-enabled = Có hiệu lực
console-rules-enabled-hint = Tắt: quy tắc được giữ lại nhưng không hoạt động.
console-rules-field-note = Ghi chú
console-rules-note-hint = Ngưỡng lấy từ đâu, hoặc là giả định.

console-rules-target = Đối tượng theo dõi
console-rules-target-hint = Để trống nghĩa là tất cả.
console-rules-any = Tất cả
console-rules-field-applies-to = Đối tượng theo dõi
console-rules-field-applies-to-asset-kind = Loại tài sản
console-rules-field-applies-to-channel = Kênh đo
console-rules-field-applies-to-place = Phường, xã
console-rules-field-applies-to-asset = Một tài sản

console-rules-when = Khi nào kích hoạt
console-rules-field-op = Kích hoạt khi giá trị
console-rules-op-ge = bằng hoặc trên ngưỡng (≥)
console-rules-op-gt = trên ngưỡng (>)
console-rules-op-le = bằng hoặc dưới ngưỡng (≤)
console-rules-op-lt = dưới ngưỡng (<)
console-rules-against = Ngưỡng là
console-rules-choice-value = Một con số
console-rules-choice-level = Mức công bố
console-rules-choice-periods = Chu kỳ gửi
console-rules-choice-silent-s = Giây
console-rules-choice-count = Số lượng
console-rules-choice-share = Tỷ lệ
console-rules-field-value = Ngưỡng
console-rules-field-level = Mức
console-rules-level-hint = Theo tên trong gói thành phố, ví dụ alarm-3.
console-rules-field-hysteresis = Độ trễ
console-rules-hysteresis-hint = Giá trị phải lùi lại chừng này mới coi là hết.
console-rules-silence = Tính theo
console-rules-field-periods = Số chu kỳ gửi bị lỡ
console-rules-periods-hint = Chu kỳ của mỗi kênh nằm trong gói thành phố.
console-rules-field-silent-s = Thời gian im lặng
console-rules-field-flags = Các loại nghi ngờ được tính
console-rules-field-measure = Đo bằng
console-rules-share-hint = Từ 0 đến 1: 0,2 là một phần năm số giá trị.
console-rules-number-hint = Số giá trị đáng ngờ trong cửa sổ thời gian.
console-rules-field-window-s = Cửa sổ thời gian
console-rules-window-hint = Xét ngược lại bao lâu.
console-rules-field-min-count = Ít nhất chừng này giá trị
console-rules-min-count-hint = Ít hơn thì tỷ lệ không có ý nghĩa.
console-rules-field-min-score = Điểm tối thiểu
console-rules-score-hint = 0 lấy mọi bất thường; số lớn hơn chỉ lấy những bất thường rõ hơn.
console-rules-field-min-duration-s = Phải kéo dài
console-rules-min-duration-hint = Ngắn hơn thì không kích hoạt.
console-rules-field-clear-duration-s = Phải hết trong
console-rules-clear-duration-hint = Sau đó mới coi là hết, để tránh bật tắt liên tục.

console-rules-faults = { $count } trường chưa đúng
console-rules-others-changed = Có quy tắc khác vừa được sửa; quy tắc này thì không.
console-rules-go-on = Tiếp tục
console-rules-meanwhile = Quy tắc này vừa được người khác sửa.
console-rules-meanwhile-fields = Đã đổi: { $fields }
console-rules-meanwhile-kept = Những gì bạn nhập vẫn còn ở đây.
console-rules-gone = Quy tắc đã bị xóa. Hãy khôi phục một phiên bản trước để lấy lại.
console-rules-save-mine = Lưu bản của tôi
console-rules-take-theirs = Lấy bản mới

console-rules-preview = Thử trên lịch sử
console-rules-preview-only = Người trực vận hành có thể thử quy tắc trên lịch sử.
console-rules-span = Khoảng lịch sử
console-rules-span-yesterday = Hôm qua
console-rules-span-day = 24 giờ qua
console-rules-span-week = 7 ngày qua
console-rules-span-month = 31 ngày qua
console-rules-try = Thử quy tắc
console-rules-outdated = Biểu mẫu hoặc khoảng thời gian đã đổi. Hãy thử lại.
console-rules-fired = { $count ->
    [0] Quy tắc sẽ không kích hoạt lần nào.
   *[other] Quy tắc sẽ kích hoạt { NUMBER($count) } lần.
}
console-rules-watched = Theo dõi { NUMBER($count) } chuỗi số liệu, { $start } – { $end }
console-rules-first-only = Dưới đây là { $count } lần đầu.
console-rules-series = { $count } lần: đầu { $first }, cuối { $last }
console-rules-lasting = vẫn kéo dài đến cuối
