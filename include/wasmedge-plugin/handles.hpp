// handles.hpp: objects that a guest knows by numbers. Uses containers of the C++ library ("cxxLibrary" in plugin.json).
#pragma once

#include <wasmedge-plugin/trap.hpp>

#include <atomic>
#include <unordered_map>

namespace wasmedge_plugin {

inline std::atomic<std::size_t> handles_left{0};

// Objects by numbers that guests hold. No number is given twice, so one that is used after it was removed means nothing;
// what is left is destroyed with the table, that is with the module instance that holds it.
template <class T>
class Handles {
 public:
  Handles() = default;
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  ~Handles() { handles_left += objects_.size(); }

  // The object's number, from 1 on; a trap when all have been given.
  Result<std::uint32_t> try_insert(T object) {
    if (next_ == 0) return Trap::failed("all handles have been given");
    const std::uint32_t number = next_++;  // 0 after the last
    objects_.emplace(number, std::move(object));
    return number;
  }
  // The object; a trap when there is none of this number.
  Result<T*> try_get(std::uint32_t number) noexcept {
    const auto found = objects_.find(number);
    if (found == objects_.end()) return Trap::failed("there is no such object: it was closed, or never opened");
    return &found->second;
  }
  // Destroys the object.
  Result<void> try_remove(std::uint32_t number) {
    if (objects_.erase(number) == 0) return Trap::failed("there is no such object: it was closed, or never opened");
    return {};
  }
#if WASMEDGE_PLUGIN_EXCEPTIONS
  std::uint32_t insert(T object) { return try_insert(std::move(object)).value(); }
  T& get(std::uint32_t number) { return *try_get(number).value(); }
  void remove(std::uint32_t number) { try_remove(number).value(); }
#endif

  std::size_t size() const noexcept { return objects_.size(); }
  // How many objects of all tables were left when their tables went: for tests.
  static std::size_t left() noexcept { return handles_left; }

 private:
  std::uint32_t next_ = 1;
  std::unordered_map<std::uint32_t, T> objects_;
};

}  // namespace wasmedge_plugin
