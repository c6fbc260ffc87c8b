using System.Globalization;
using System.Text;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

/// <summary>
/// Makes request bodies with odd white space, escapes, numbers and nesting; the same for the same seed.
/// </summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Strings =
        ["a", "", "\\n", "\\u0061\\\"", "通义", "😀", "data: x", "{\\\"model\\\":\\\"y\\\"}", "stream_options"];

    private static readonly string[] StreamOptions =
        ["null", "{}", "{ }", "{\"include_usage\":false}", "{\"include_usage\" : true}", "{\"x\":[{}]}",
            "{\"include_\\u0075sage\":null,\"z\":1}"];

    private readonly Random random = new(seed);

    public string RequestBody()
    {
        var members = new List<string> { Member("model", String()) };
        if (random.Next(3) > 0)
        {
            members.Add(Member("stream", random.Next(4) > 0 ? "true" : "false"));
        }

        if (random.Next(3) > 0)
        {
            members.Add(Member("stream_options", Pick(StreamOptions)));
        }

        for (var i = random.Next(5); i > 0; i--)
        {
            members.Add(Member($"k{i}", Value(0)));
        }

        var order = members.ToArray();
        random.Shuffle(order);
        return Space() + "{" + string.Join(",", order) + "}" + Space();
    }

    private string Member(string name, string value) =>
        $"{Space()}\"{name}\"{Space()}:{Space()}{value}{Space()}";

    private string String()
    {
        var text = new StringBuilder("\"m");
        for (var i = random.Next(4); i > 0; i--)
        {
            text.Append(Pick(["x", "-", "\\u002f", "通", "4"]));
        }

        return text.Append('"').ToString();
    }

    private string Value(int depth) => random.Next(depth > 3 ? 4 : 6) switch
    {
        0 => "\"" + Pick(Strings) + "\"",
        1 => Pick(["1", "-0.50", "1e5", "12345678901234567890", "0"]),
        2 => Pick(["true", "false", "null"]),
        3 => random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        4 => "[" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth + 1))) + "]",
        _ => "{" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(i => Member($"p{i}", Value(depth + 1))))
            + "}",
    };

    private string Space() => random.Next(4) switch { 0 => " ", 1 => "\r\n\t", _ => "" };

    private string Pick(string[] of) => of[random.Next(of.Length)];
}
