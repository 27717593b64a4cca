## Tổ hợp trong danh sách quy tắc và trên trang riêng.

console-rules-kind-combination = Tổ hợp
console-rules-kind-combination-hint = Phát hiện của nhiều thiết bị tại cùng một nơi và cùng lúc được gộp thành một sự cố.
console-rules-combination-note = Tổ hợp được viết trong gói thành phố (rules.toml). Tại đây có thể bật, tắt và chạy thử.
console-rules-part-all = Cần tất cả
console-rules-part-any-of = Cần một trong số
console-rules-part-unless = Trừ khi đang có
console-rules-part-group = quy tắc bất kỳ của nhóm { $group }
console-rules-part-feeds = nơi nguồn điện cũng cấp cho: { $kind }
console-rules-part-min = trên ít nhất { $count } thiết bị
console-rules-together-metres = trong phạm vi { $metres } m quanh phần đầu tiên
console-rules-together-place = trong cùng phường, xã
console-rules-together-supply = dưới cùng một trạm biến áp
console-rules-together-network = sau cùng một thiết bị mạng
console-rules-together-span = bắt đầu cách nhau không quá { $seconds } s
console-rules-together-any-time = bắt đầu lúc nào cũng được
console-rules-clear-any = Kết thúc khi một trong số đó đã hết được { $seconds } s.
console-rules-clear-all = Kết thúc khi tất cả đã hết được { $seconds } s.
