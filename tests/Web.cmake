# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of the build for the browser: a program a file of tests/web/, run by node.

file(GLOB web_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/web/*.cpp)
# Compiled at once and not asynchronously: this version of Emscripten would take the fetch of newer versions of node
# for a browser's, which cannot read files.
foreach(source IN LISTS web_sources)
  get_filename_component(subject ${source} NAME_WE)
  add_executable(web_${subject} ${source})
  target_link_libraries(web_${subject} PRIVATE raftarium_flags scene raftcore)
  target_compile_options(web_${subject} PRIVATE -fno-exceptions)
  target_link_options(web_${subject} PRIVATE -sALLOW_MEMORY_GROWTH=1 -sENVIRONMENT=node -sEXIT_RUNTIME=1
    -sWASM_ASYNC_COMPILATION=0)
  add_test(NAME web_${subject} COMMAND web_${subject})
  set_tests_properties(web_${subject} PROPERTIES TIMEOUT 600)
endforeach()
