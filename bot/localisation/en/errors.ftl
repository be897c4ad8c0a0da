errors-nothing-to-read = There is nothing to read in that: please write a few words.
errors-nothing-permitted = This server's house rules allow none of the emojis that would fit here.
errors-not-trained-to-tell = The model that runs here picks emojis, but it has not learned to retell or decorate a message: please use the style “suggest”.
errors-too-often =
    { $seconds ->
        [one] That was a lot at once: please try again in a second.
       *[other] That was a lot at once: please try again in { $seconds } seconds.
    }
