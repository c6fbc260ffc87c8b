using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Benchmarks;

/// <summary>What a translation adds on the way in, to the answer's first words, and to each of the others.</summary>
public class TranslationBenchmarks
{
    private const int Deltas = 1_000;
    private readonly ArrayBufferWriter<byte> output = new(1024 * 1024);
    private readonly List<AnswerEvent> events = [];
    private readonly LossReport losses = new();
    private readonly Guid id = Guid.NewGuid();
    private byte[] body = [];
    private byte[] first = [];
    private byte[] delta = [];
    private GenAIRequest request = null!;

    [Params(
        Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.AnthropicMessages, Dialect.GeminiGenerateContent)]
    public Dialect Client { get; set; }

    [Params(Dialect.OpenAIChat, Dialect.AnthropicMessages, Dialect.GeminiGenerateContent)]
    public Dialect Provider { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        body = Encoding.UTF8.GetBytes(BodyOf(Client));
        (first, delta) = StreamOf(Provider);
        request = DialectList.Client(Client).ReadRequest(body, true, new RequestFaults());
    }

    [Benchmark]
    public int Request()
    {
        output.ResetWrittenCount();
        losses.Clear();
        var read = DialectList.Client(Client).ReadRequest(body, true, new RequestFaults());
        var context = new ProviderContext { Model = "some-model", Stream = true, Losses = losses };
        DialectList.Provider(Provider)!.WriteRequest(read, context, output);
        return output.WrittenCount;
    }

    [Benchmark]
    public int First_words()
    {
        output.ResetWrittenCount();
        using var reader = DialectList.Provider(Provider)!.CreateStreamReader();
        Pass(reader, DialectList.Client(Client).CreateStreamWriter(Context()), first);
        return output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Deltas)]
    public int Further_words()
    {
        using var reader = DialectList.Provider(Provider)!.CreateStreamReader();
        var writer = DialectList.Client(Client).CreateStreamWriter(Context());
        Pass(reader, writer, first);
        for (var i = 0; i < Deltas; i++)
        {
            output.ResetWrittenCount();
            Pass(reader, writer, delta);
        }

        return output.WrittenCount;
    }

    private void Pass(IStreamReader reader, IStreamWriter writer, byte[] bytes)
    {
        reader.Feed(bytes, events);
        foreach (var next in events)
        {
            writer.Write(next, output);
        }

        events.Clear();
    }

    private AnswerContext Context() => new()
    {
        RequestId = id,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Model = "some-model",
        Request = request,
        Provider = Provider,
        Losses = losses,
    };

    private static string BodyOf(Dialect client)
    {
        var (rules, question) = (new string('r', 350), new string('q', 500));
        return client switch
        {
            Dialect.OpenAIChat => "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"" + rules
                + "\"},{\"role\":\"user\",\"content\":\"" + question
                + "\"}],\"temperature\":0.2,\"max_tokens\":256,\"stream\":true}",
            Dialect.OpenAIResponses => "{\"model\":\"m\",\"instructions\":\"" + rules + "\",\"input\":\"" + question
                + "\",\"temperature\":0.2,\"max_output_tokens\":256,\"stream\":true,\"store\":false}",
            Dialect.AnthropicMessages => "{\"model\":\"m\",\"system\":\"" + rules
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question
                + "\"}],\"temperature\":0.2,\"max_tokens\":256,\"stream\":true}",
            _ => "{\"systemInstruction\":{\"parts\":[{\"text\":\"" + rules
                + "\"}]},\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + question
                + "\"}]}],\"generationConfig\":{\"temperature\":0.2,\"maxOutputTokens\":256}}",
        };
    }

    private static (byte[] First, byte[] Delta) StreamOf(Dialect provider)
    {
        const string chunk = """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[""";
        var (start, words) = provider switch
        {
            Dialect.OpenAIChat => ("", $$"""
                data: {{chunk}}{"index":0,"delta":{"content":" words"},"finish_reason":null}]}
                """),
            Dialect.AnthropicMessages => ("""
                event: message_start
                data: {"type":"message_start","message":{"id":"m1","model":"m","usage":{"input_tokens":9}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


                """, """
                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" words"}}
                """),
            _ => ("", """
                data: {"candidates":[{"content":{"parts":[{"text":" words"}],"role":"model"}}],"modelVersion":"m"}
                """),
        };
        return (Encoding.UTF8.GetBytes($"{start}{words}\n\n"), Encoding.UTF8.GetBytes($"{words}\n\n"));
    }
}
