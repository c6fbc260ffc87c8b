using System.Text;
using BenchmarkDotNet.Attributes;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;

namespace Godwit.Benchmarks;

/// <summary>What looking at an answer costs while it passes: nothing may be allocated per chunk.</summary>
public class AnswerTapBenchmarks : IDisposable
{
    private const int Events = 52;
    private readonly SseTap stream = new(OpenAIChatLook.Instance);
    private readonly JsonTap plain = new(OpenAIChatLook.Instance);
    private byte[][] events = [];
    private byte[] whole = [];
    private byte[] json = [];

    [GlobalSetup]
    public void MakeAnswers()
    {
        const string usage = """ "usage":{"prompt_tokens":214,"completion_tokens":50,"total_tokens":264}""";
        const string start = """{"id":"chatcmpl-1","object":"chat.completion.chunk","model":"gpt-4o","choices":[""";
        var texts = Enumerable.Range(0, Events - 2)
            .Select(i => $$"""{{start}}{"index":0,"delta":{"content":" word{{i}}"},"finish_reason":null}]}""")
            .Append($"{start}],{usage}}}").Append("[DONE]");
        events = [.. texts.Select(text => Encoding.UTF8.GetBytes($"data: {text}\n\n"))];
        whole = [.. events.SelectMany(bytes => bytes)];
        var choice = "{\"message\":{\"content\":\"" + new string('x', 600) + "\"}}";
        json = Encoding.UTF8.GetBytes($"{start}{choice}],{usage}}}");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public bool Events_one_by_one()
    {
        stream.Reset(OpenAIChatLook.Instance);
        foreach (var bytes in events)
        {
            stream.Feed(bytes);
        }

        return stream.Done;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public bool Events_in_one_chunk()
    {
        stream.Reset(OpenAIChatLook.Instance);
        stream.Feed(whole);
        return stream.Done;
    }

    [Benchmark]
    public TappedAnswer Plain_answer()
    {
        plain.Reset(OpenAIChatLook.Instance);
        plain.Feed(json);
        return plain.Answer;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        stream.Dispose();
        plain.Dispose();
        GC.SuppressFinalize(this);
    }
}
