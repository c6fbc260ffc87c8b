using System.Text;
using System.Text.Json.Nodes;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.Tapping;
using Xunit;

namespace Godwit.Providers.Tests.Usage;

/// <summary>
/// Tools that are counted in an answer while it is relayed are those that reading it whole counts, whatever stands in
/// the answer and wherever it is split.
/// </summary>
public sealed class ToolTapTests
{
    private static readonly string[] Words =
    [
        "output", "type", "action", "web_search_call", "file_search_call", "search", "open_page", "find_in_page",
        "candidates", "groundingMetadata", "webSearchQueries", "", "\"", "\\", "\u00e9\ud83e\udd94", "{[,:]}",
        new('x', 300), new('x', 301),
    ];

    [Theory]
    [InlineData(Dialect.OpenAIResponses)]
    [InlineData(Dialect.GeminiGenerateContent)]
    public void Random_answers_have_the_same_tools_spliced_and_translated(Dialect dialect)
    {
        var random = new Random(5);
        var found = 0;
        for (var step = 0; step < 6_000; step++)
        {
            var answer = Answer(dialect, random);
            var text = Encoding.UTF8.GetBytes(answer.ToJsonString(new() { WriteIndented = random.Next(2) == 0 }));

            var whole = Whole(dialect, answer);
            found += whole is null ? 0 : 1;

            Assert.True(
                whole?.ToString() == Tapped(dialect, text, random.Next(1, 40))?.ToString(),
                $"step {step}: {Encoding.UTF8.GetString(text)}");
        }

        Assert.InRange(found, 500, 6_000);
    }

    // In a stream an answer, or its end, is read by its members.
    private static ServerToolCounts? Whole(Dialect dialect, JsonObject answer)
    {
        var frame = dialect == Dialect.GeminiGenerateContent ? $"data: {answer.ToJsonString()}\n\n"
            : $"event: response.completed\ndata: {{\"response\":{answer.ToJsonString()}}}\n\n";
        using var tap = new SseTap(LookOf(dialect));
        tap.Feed(Encoding.UTF8.GetBytes(frame));
        tap.Complete();
        return tap.Answer.Usage?.ServerTools;
    }

    private static ServerToolCounts? Tapped(Dialect dialect, byte[] text, int pieceBytes)
    {
        using var tap = new JsonTap(LookOf(dialect));
        for (var at = 0; at < text.Length; at += pieceBytes)
            tap.Feed(text.AsSpan(at, Math.Min(pieceBytes, text.Length - at)));
        return tap.Answer.Usage?.ServerTools;
    }

    private static AnswerLook LookOf(Dialect dialect) =>
        dialect == Dialect.GeminiGenerateContent ? GeminiLook.Instance : ResponsesLook.Instance;

    private static JsonObject Answer(Dialect dialect, Random random)
    {
        var (usage, items) = dialect == Dialect.GeminiGenerateContent
            ? (new JsonObject { ["promptTokenCount"] = 1, ["candidatesTokenCount"] = 1 }, "candidates")
            : (new JsonObject { ["input_tokens"] = 1, ["output_tokens"] = 1 }, "output");
        var name = dialect == Dialect.GeminiGenerateContent ? "usageMetadata" : "usage";
        var list = random.Next(8) == 0 ? Value(random, 0)
            : new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Item(dialect, random))]);
        var other = Words[random.Next(11, Words.Length)];
        return random.Next(2) == 0
            ? new JsonObject { [name] = usage, [other] = Value(random, 0), [items] = list }
            : new JsonObject { [items] = list, [other] = Value(random, 0), [name] = usage };
    }

    // Mostly what an item looks like, with something else in it here and there.
    private static JsonNode? Item(Dialect dialect, Random random)
    {
        if (random.Next(6) == 0)
            return Value(random, 0);
        JsonNode? Or(Func<JsonNode?> usual) => random.Next(6) == 0 ? Value(random, 0) : usual();
        return dialect == Dialect.GeminiGenerateContent
            ? new JsonObject
            {
                ["content"] = new JsonObject { ["parts"] = new JsonArray() },
                ["groundingMetadata"] = Or(() => new JsonObject
                {
                    ["x"] = Value(random, 1),
                    ["webSearchQueries"] = Or(() => new JsonArray(
                        [.. Enumerable.Range(0, random.Next(4)).Select(_ => Or(() => Word(random)))])),
                }),
            }
            : new JsonObject
            {
                ["action"] = Or(() => new JsonObject { ["x"] = Value(random, 1), ["type"] = Or(() => Word(random)) }),
                ["type"] = Or(() => "web_search_call"),
                ["x"] = Value(random, 1),
            };
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 3 ? 3 : 6) switch
    {
        0 => Word(random),
        1 => random.Next(3) == 0 ? null : random.Next(),
        2 => random.Next(2) == 0,
        3 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(_ => Words[random.Next(Words.Length)]).Distinct()
            .Select(name => KeyValuePair.Create(name, Value(random, depth + 1)))),
    };

    private static JsonNode Word(Random random) => Words[random.Next(Words.Length)];
}
