# SPDX-License-Identifier: GPL-3.0-or-later
# The libraries of others, found before anything is declared.

# tl::expected is one header. In a cross build the system's include folder must not be searched, so the header alone is
# taken from it.
add_library(raftarium_expected INTERFACE)
if(CMAKE_CROSSCOMPILING)
  configure_file(/usr/include/tl/expected.hpp ${PROJECT_BINARY_DIR}/include/tl/expected.hpp COPYONLY)
  target_include_directories(raftarium_expected SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/include)
else()
  find_package(tl-expected REQUIRED)
  find_package(nlohmann_json REQUIRED)
  find_package(ZLIB REQUIRED)
  target_link_libraries(raftarium_expected INTERFACE tl::expected)
endif()

if(RAFTARIUM_GUI)
  set(raftarium_qt_parts Widgets Charts Svg DBus LinguistTools)
  if(RAFTARIUM_TESTS)
    list(APPEND raftarium_qt_parts Test)
  endif()
  # A build that left the window out by itself would pass its tests without it.
  find_package(Qt6 6.4 REQUIRED COMPONENTS ${raftarium_qt_parts})
  if(RAFTARIUM_TESTS)
    # Qt Test wants the absolute place of every test on the command line, for a macro that is not used here and that
    # would keep the compiler cache from being shared between clones.
    get_target_property(raftarium_qt_test Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
    list(FILTER raftarium_qt_test EXCLUDE REGEX "QT_TESTCASE_")
    set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${raftarium_qt_test}")
  endif()
endif()

if(RAFTARIUM_TESTS AND NOT CMAKE_CROSSCOMPILING)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()
if(RAFTARIUM_BENCH)
  find_package(benchmark REQUIRED)
endif()
