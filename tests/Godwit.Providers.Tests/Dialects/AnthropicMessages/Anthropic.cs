using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.AnthropicMessages;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

/// <summary>The dialect as tests call it.</summary>
internal static class Anthropic
{
    public static (GenAIRequest Request, FormError? Fault) Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    public static (GenAIRequest Request, FormError? Fault) Read(byte[] body)
    {
        var faults = new RequestFaults();
        var request = AnthropicDialect.Instance.ReadRequest(body, false, faults);
        return (request, faults.First);
    }

    public static string Write(GenAIRequest request, LossReport losses, CatalogModel? facts = null) =>
        Written(output => AnthropicDialect.Instance.WriteRequest(request, Target(request, losses, facts), output));

    public static ProviderContext Target(GenAIRequest request, LossReport losses, CatalogModel? facts = null) =>
        new() { Model = "claude-x", Stream = request.Stream, Losses = losses, Facts = facts };

    public static AnswerContext Answering(
        GenAIRequest? request = null, Dialect provider = Dialect.AnthropicMessages, LossReport? losses = null) => new()
        {
            RequestId = new Guid("0198c1f2-0000-7000-8000-00000000000a"),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Model = "house/claude",
            Request = request ?? new GenAIRequest { Dialect = Dialect.AnthropicMessages },
            Provider = provider,
            Losses = losses ?? new LossReport(),
        };

    public static List<AnswerEvent> ReadStream(params byte[][] chunks)
    {
        List<AnswerEvent> events = [];
        using var reader = AnthropicDialect.Instance.CreateStreamReader();
        foreach (var chunk in chunks)
        {
            reader.Feed(chunk, events);
        }

        reader.Complete(events);
        return events;
    }

    public static string WriteStream(IEnumerable<AnswerEvent> events, AnswerContext context)
    {
        var writer = AnthropicDialect.Instance.CreateStreamWriter(context);
        return Written(output =>
        {
            foreach (var one in events)
            {
                writer.Write(one, output);
            }
        });
    }

    public static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
