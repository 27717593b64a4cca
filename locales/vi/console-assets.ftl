## Trang của một đối tượng, và các từ dùng ở mọi nơi có đối tượng.

console-asset = Đối tượng
console-asset-on-map = Trên bản đồ
console-asset-passive = Đối tượng này không đo gì.
console-asset-passive-hint = Các thiết bị quanh nó cho biết chuyện gì đang xảy ra.

console-values = Số liệu mới nhất
console-channel = Đại lượng
console-value = Giá trị
console-quality = Chất lượng
console-measured = Thời điểm đo
console-stale = đã cũ
console-never = Chưa bao giờ

console-quality-good = Tốt
console-quality-range = giá trị không thể có
console-quality-spike = nhảy đột ngột
console-quality-stuck = đứng yên
console-quality-gap = đầu tiên sau khi gián đoạn
console-quality-late = đến muộn
console-quality-future = thời gian ở tương lai
console-quality-duplicate = gửi trùng
console-quality-unit = sai đơn vị
console-quality-not_finite = không phải số
console-quality-unknown_device = thiết bị lạ
console-quality-unknown_channel = đại lượng lạ
console-quality-ancient = đồng hồ chưa chỉnh

console-related = Liên quan
console-powered-by = Được cấp điện từ
console-connected-via = Kết nối qua
console-related-none = Chưa rõ
console-dependants = { $count } đối tượng phụ thuộc vào nó
console-dependants-all = Xem tất cả

console-open-incidents = Sự cố đang mở
console-open-incidents-none = Không có sự cố nào đang mở.
console-incident-suspected = Nghi ngờ
console-incident-confirmed = Đã xác nhận
console-incident-assigned = Đã giao
console-incident-in_progress = Đang xử lý
console-incident-resolved = Đã giải quyết
console-incident-reviewed = Đã rà soát

console-severity-critical = Nghiêm trọng
console-severity-major = Lớn
console-severity-minor = Nhỏ
console-severity-info = Lưu ý

console-about = Thông tin
console-place = Địa danh
console-owner = Chủ quản
console-criticality = Mức quan trọng
console-criticality-low = Thấp
console-criticality-normal = Bình thường
console-criticality-high = Cao
console-criticality-vital = Sống còn
console-status = Tình trạng
console-status-planned = Dự kiến
console-status-installed = Đã lắp đặt
console-status-simulated = Mô phỏng: chỉ có trong hệ thống
console-status-retired = Đã gỡ bỏ
console-backup = Chạy được khi mất điện
console-hours = { $count } giờ
console-position = Vị trí (WGS 84)
console-source = Nguồn
console-id = Mã

console-level-alarm-1 = Báo động 1
console-level-alarm-2 = Báo động 2
console-level-alarm-3 = Báo động 3

console-chart = Biểu đồ
console-chart-range = Khoảng thời gian
console-range-hour = Giờ
console-range-day = Ngày
console-range-week = Tuần
console-range-month = Tháng
console-range-year = Năm
console-chart-earlier = Trước đó
console-chart-later = Sau đó
console-chart-empty = Khoảng thời gian này không có số đo.
console-chart-empty-hint = Hãy lùi về trước, hoặc chọn khoảng dài hơn.
console-chart-to-latest = Đến giá trị mới nhất, { $time }
console-chart-to-now = Về hiện tại
console-chart-empty-latest = Giá trị mới nhất là lúc { $time }.
console-chart-go-latest = Đến giá trị mới nhất
console-chart-incomplete = Một phần lịch sử không đọc được: đường biểu diễn có chỗ thiếu.
console-chart-only-doubtful = Khoảng thời gian này chỉ có giá trị đáng ngờ.
console-chart-words = { $channel }: thấp nhất { $low }, cao nhất { $high }, cuối cùng { $last }; { NUMBER($good) } giá trị tốt, { NUMBER($doubtful) } đáng ngờ
console-legend-mean = Giá trị (trung bình của bước)
console-legend-band = Từ thấp nhất đến cao nhất trong bước
console-legend-level = Mức đã công bố
console-legend-doubtful = Đáng ngờ, không vào thống kê ({ $count })
console-export-csv = CSV
console-export-parquet = Parquet
