using System.Text;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

/// <summary>Chunks of text alone are read in a way of their own, by which they mean the same as by the other.</summary>
public sealed class OpenAIChatTextChunkTests
{
    private const string First =
        """{"id":"c1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}""";

    // Says nothing, but is no member that a chunk of text alone has.
    private const string Other = "\"citations\":\"\",";

    [Theory]
    [InlineData("""{"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"b"},"finish_reason":null}]}""")]
    [InlineData("""{"id":"c2","model":"n","choices":[{"index":0,"delta":{"content":""}}],"usage":null}""")]
    [InlineData("""{"choices":[{"index":1,"delta":{"content":"b"},"logprobs":null}],"obfuscation":"xx"}""")]
    [InlineData("""{"choices":[{"index":300,"delta":{"content":"b"}}]}""")]
    [InlineData("""{"choices":[{"index":-1,"delta":{"content":"b"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"b"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":null,"role":"assistant"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":["b"]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b","refusal":"no"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"}},{"index":1,"delta":{"content":"c"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"},"delta":null}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"},"delta":{}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"},"content_filter_results":{"hate":{"a":[1]}}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"\ud83d\ude00 \u00e9"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"\ud83d"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"}}],"choices":[]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"}}],"error":{"message":"gone"}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"}}],"usage":{"prompt_tokens":3}}""")]
    [InlineData("""{"id":{"a":1},"model":7,"choices":[{"index":0,"delta":{"content":"b"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"b"}}]""")]
    public void A_chunk_means_the_same_first_and_later_as_one_that_is_read_as_a_document(string chunk)
    {
        var plain = chunk.Insert(1, " ");
        var read = chunk.Insert(1, Other);
        Assert.Equal(Read(read, chunk), Read(plain, chunk));
        Assert.Equal(Read(First, read), Read(First, plain));
    }

    [Fact]
    public void A_mutated_chunk_means_the_same_too()
    {
        var bytes = Encoding.UTF8.GetBytes(
            """{"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"b\n"},"finish_reason":null}]}""");
        for (var seed = 0; seed < 5_000; seed++)
        {
            var mutated = Encoding.Latin1.GetString(Mutation.Of(bytes, seed));
            if (mutated.StartsWith("{\"", StringComparison.Ordinal))
            {
                Assert.Equal(Read(First, mutated.Insert(1, Other)), Read(First, mutated));
            }
        }
    }

    private static string Read(params ReadOnlySpan<string> chunks)
    {
        using var reader = OpenAIChatDialect.Instance.CreateStreamReader();
        var events = new List<AnswerEvent>();
        foreach (var chunk in chunks)
        {
            reader.Feed(Encoding.Latin1.GetBytes($"data: {chunk}\n\n"), events);
        }

        reader.Complete(events);
        return string.Join('\n', events);
    }
}
