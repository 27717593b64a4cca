## Bản đồ và danh sách đối tượng.

console-map = Bản đồ
console-map-title = Bản đồ và danh sách đối tượng
console-map-nearer = Phóng to
console-map-farther = Thu nhỏ
console-map-fit = Xem tất cả những gì lọt bộ lọc
console-map-approximate = Ranh giới nét đứt là gần đúng: tính theo tâm và diện tích của từng đơn vị.

console-list = Đối tượng
console-list-count = { $shown } / { $all } đối tượng
console-list-in-sight = Trong khung bản đồ
console-list-empty = Không có đối tượng nào lọt bộ lọc.
console-list-empty-hint = Hãy xóa từ khóa hoặc bớt điều kiện lọc.

console-search = Tìm đối tượng và địa danh
console-search-hint = Tên, loại, địa danh, địa chỉ cũ
console-places-found = Địa danh
console-place-before = trước đây là { $name }

console-filter = { $count ->
    [0] Lọc
   *[other] Lọc ({ $count })
}
console-filter-groups = Nhóm
console-filter-kinds = Loại
console-filter-place = Phường hoặc xã
console-filter-clear = Bỏ bộ lọc

console-states = Trạng thái
console-state-alarm = Báo động
console-state-warning = Cảnh báo
console-state-faulty = Số liệu lỗi
console-state-silent = Mất tín hiệu
console-state-unheard = Chưa có tín hiệu
console-state-ok = Bình thường
console-state-passive = Không đo

console-group-hydromet = Thủy văn, mưa, thời tiết, không khí
console-group-power = Điện
console-group-security = Cửa, khói, nghiêng, ngập
console-group-camera = Camera
console-group-network = Mạng
console-group-site = Địa điểm

console-chosen = Đối tượng đang chọn
console-chosen-close = Bỏ chọn đối tượng
console-simulated = Mô phỏng
console-assumed = Giả định
console-asset-open = Số liệu, biểu đồ, sự cố

console-value-open = { $value ->
    [0] Đóng
   *[other] Mở
}
console-value-smoke = { $value ->
    [0] Không có khói
   *[other] Có khói
}
console-value-online = { $value ->
    [0] Ngoại tuyến
   *[other] Trực tuyến
}
console-value-last_gasp = { $value ->
    [0] Có điện
   *[other] Mất điện
}
console-value-position = { $value ->
    [0] Cắt
   *[other] Đóng
}
