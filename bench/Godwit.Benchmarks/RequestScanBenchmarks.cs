using System.Text;
using BenchmarkDotNet.Attributes;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Benchmarks;

/// <summary>The one pass over a request's body, at about 1 KB and at the size of a long conversation.</summary>
public class RequestScanBenchmarks
{
    private readonly char[] model = new char[RequestScan.MaxModelChars];
    private byte[] body = [];

    /// <summary>Messages of about 500 bytes each.</summary>
    [Params(2, 200)]
    public int Messages { get; set; }

    [GlobalSetup]
    public void MakeBody()
    {
        var message = $$"""{"role":"user","content":"{{new string('x', 470)}}"}""";
        var messages = string.Join(',', Enumerable.Repeat(message, Messages));
        body = Encoding.UTF8.GetBytes(
            $$"""{"model":"gpt-4o","messages":[{{messages}}],"stream":true,"max_tokens":256}""");
    }

    [Benchmark]
    public bool Scan() => RequestScan.TryRead(body, Operation.Chat, Dialect.OpenAIChat, false, model, out _, out _);
}
