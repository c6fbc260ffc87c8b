using System.Buffers;
using System.Text;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.Reading;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIResponses;

/// <summary>Input made to break a reader: it is refused or understood in part, and nothing is thrown.</summary>
public sealed class ResponsesHostileTests
{
    private const int Rounds = 400;

    private static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "-1", "1e999", "99999999999999999999", "\"\\ud800\"", "\"x\"", "[[[[[]]]]]",
        "{\"type\":1}", "[null]", "[1,{}]",
    ];

    [Fact]
    public void Mutated_requests_give_faults_and_no_exception() => Mutate("request-", "request", bytes =>
    {
        var faults = new RequestFaults();
        var request = ResponsesGolden.Read(bytes, faults);
        if (faults.First is null)
        {
            _ = ResponsesGolden.Write(request);
            _ = ResponsesGolden.Stream(
                ResponsesGolden.Events(new ResponsesGolden("stream-text.txt").Bytes("stream")),
                ResponsesGolden.Context(request));
        }
    });

    [Fact]
    public void Mutated_answers_are_read_in_part() => Mutate("answer-", "answer", bytes =>
    {
        if (ResponsesDialect.Instance.ReadAnswer(bytes) is { } answer)
        {
            ResponsesDialect.Instance.WriteAnswer(answer, ResponsesGolden.Context(), new ArrayBufferWriter<byte>());
        }
    });

    [Fact]
    public void Mutated_streams_are_read_in_part() => Mutate("stream-", "stream", bytes =>
        _ = ResponsesGolden.Stream(ResponsesGolden.Events(bytes), ResponsesGolden.Context()));

    [Fact]
    public void Deep_nesting_is_a_fault()
    {
        var faults = new RequestFaults();
        _ = ResponsesGolden.Read(
            Encoding.UTF8.GetBytes("{\"input\":" + new string('[', 5000) + new string(']', 5000) + "}"), faults);

        Assert.Equal("invalid_json", faults.First?.Code);
    }

    private static void Mutate(string prefix, string section, Action<byte[]> read)
    {
        foreach (var name in ResponsesGolden.Names(prefix))
        {
            var original = Encoding.UTF8.GetString(new ResponsesGolden(name).Bytes(section));
            var random = new Random(name.Length);
            for (var round = 0; round < Rounds; round++)
            {
                read(Encoding.UTF8.GetBytes(Mutate(original, random)));
            }
        }
    }

    private static string Mutate(string text, Random random)
    {
        // After a colon a value begins: another takes its place as far as the next comma or end.
        var colons = Enumerable.Range(0, text.Length).Where(i => text[i] == ':').ToArray();
        var at = colons[random.Next(colons.Length)] + 1;
        var end = text.IndexOfAny([',', '}', ']'], at);
        return random.Next(4) == 0
            ? text.Remove(random.Next(text.Length), 1)
            : text[..at] + Values[random.Next(Values.Length)] + (end < 0 ? "" : text[end..]);
    }
}
