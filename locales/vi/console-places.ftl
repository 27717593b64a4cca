## Các đơn vị của địa bàn.

console-places = Địa bàn
console-places-search = Tìm địa danh
console-places-search-hint = Tên hiện nay, hoặc địa chỉ trước khi sáp nhập năm 2025; có thể gõ không dấu.
console-places-count = { $count } đơn vị
console-places-none = Hiện không có đơn vị nào tên như vậy.
console-places-name = Đơn vị
console-places-population = Dân số
console-places-area_km2 = Diện tích (km²)
console-places-density = Người trên km²
console-places-assets = Đối tượng
console-places-open_incidents = Sự cố đang mở
console-place-code = Mã hành chính
console-place-unknown = Không có địa danh này.
console-place-assets = { $count ->
    [0] Chưa có đối tượng nào ở đây
   *[other] { $count } đối tượng ở đây
}
