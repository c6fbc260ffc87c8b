using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Godwit.Providers.Tests.Tokens;

/// <summary>A conversation in many scripts, as clients write it and as a template renders it.</summary>
internal sealed class RandomConversation
{
    private static readonly string[] Files =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Tokens", "golden"), "*.txt")];

    private static readonly string[] Odd =
    [
        "👩‍👩‍👧‍👦🏳️‍🌈", "<|endoftext|>", "<|im_start|>system", "\r\n\r\n\t\t", "\"\\\"\\n\"", "e\u0301\u0323",
        "____----====", "        ",
        "'ll've're", "0123456789012345", "https://example.com/a?b=c%20d&e=f", "\u200b\u200d\ufeff", "𠮷𠮷𠮷",
    ];

    private static readonly JsonSerializerOptions[] Writers =
    [
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, new() { Encoder = JavaScriptEncoder.Default },
    ];

    private readonly List<(string Role, List<string> Parts)> messages = [];
    private readonly List<(string Name, string Description)> tools = [];

    /// <summary>Texts of it.</summary>
    public int Texts => messages.Sum(m => m.Parts.Count) + (2 * tools.Count);

    /// <summary>What a template puts around messages: special tokens each, and the beginning of the answer.</summary>
    public int TemplateTokens => (4 * messages.Count) + 3;

    public static RandomConversation Of(Random random)
    {
        var made = new RandomConversation();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            made.messages.Add((
                random.Next(3) switch { 0 => "system", 1 => "user", _ => "assistant" },
                [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(random))]));
        }

        for (var i = random.Next(3); i > 0; i--)
            made.tools.Add(($"tool_{i}", Text(random)));
        return made;
    }

    /// <summary>Some of a sample's text, over and over.</summary>
    public static string Sample(string file, int length)
    {
        var text = File.ReadAllText(Files.Single(f => Path.GetFileName(f) == file)) + " ";
        return string.Concat(Enumerable.Repeat(text, (length / text.Length) + 1))[..length];
    }

    /// <summary>The prompt, without its special tokens.</summary>
    public string Rendered()
    {
        var text = new StringBuilder();
        if (tools.Count > 0)
            text.Append("# Tools\n\n## functions\n\nnamespace functions {\n\n");
        foreach (var (name, description) in tools)
        {
            text.Append("// ").Append(description).Append("\ntype ").Append(name)
                .Append(" = (_: {\n// ").Append(description).Append("\ncity: string,\n}) => any;\n\n");
        }

        if (tools.Count > 0)
            text.Append("} // namespace functions");
        foreach (var (role, parts) in messages)
            text.Append(role).Append('\n').AppendJoin("", parts).Append('\n');
        return text.ToString();
    }

    /// <summary>Bodies of it in several dialects, with and without escapes.</summary>
    public IEnumerable<byte[]> Bodies() =>
        from body in new[] { Chat(), Responses() }
        from writer in Writers
        select Encoding.UTF8.GetBytes(body.ToJsonString(writer));

    private JsonObject Chat() => new()
    {
        ["model"] = "m",
        ["messages"] = new JsonArray([.. messages.Select(m => (JsonNode)new JsonObject
        {
            ["role"] = m.Role,
            ["content"] = m.Parts.Count == 1 ? m.Parts[0] : new JsonArray([.. m.Parts.Select(p =>
                (JsonNode)new JsonObject { ["type"] = "text", ["text"] = p })]),
        })]),
        ["tools"] = new JsonArray([.. tools.Select(t => (JsonNode)new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = t.Name, ["description"] = t.Description, ["parameters"] = Schema(t.Description),
            },
        })]),
    };

    private JsonObject Responses() => new()
    {
        ["model"] = "m",
        ["input"] = new JsonArray([.. messages.Select(m => (JsonNode)new JsonObject
        {
            ["type"] = "message",
            ["role"] = m.Role,
            ["content"] = new JsonArray([.. m.Parts.Select(p =>
                (JsonNode)new JsonObject { ["type"] = "input_text", ["text"] = p })]),
        })]),
        ["tools"] = new JsonArray([.. tools.Select(t => (JsonNode)new JsonObject
        {
            ["type"] = "function", ["name"] = t.Name, ["description"] = t.Description,
            ["parameters"] = Schema(t.Description),
        })]),
    };

    private static JsonObject Schema(string description) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["city"] = new JsonObject { ["type"] = "string", ["description"] = description },
        },
    };

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            text.Append(random.Next(6) switch
            {
                0 => Odd[random.Next(Odd.Length)],
                1 => new string((char)random.Next(' ', 0x300), random.Next(1, 200)),
                2 => string.Concat(Enumerable.Range(0, random.Next(1, 150)).Select(_ => Character(random))),
                _ => Slice(random),
            });
        }

        return text.ToString();
    }

    private static string Slice(Random random)
    {
        var text = File.ReadAllText(Files[random.Next(Files.Length)]);
        var from = random.Next(text.Length);
        if (char.IsLowSurrogate(text[from]))
            from++;
        var until = Math.Min(text.Length, from + random.Next(1, 600));
        if (until < text.Length && char.IsLowSurrogate(text[until]))
            until++;
        return text[from..until];
    }

    private static string Character(Random random)
    {
        int code;
        do
            code = random.Next(2) == 0 ? random.Next(0x20, 0x7F) : random.Next(0x20, 0x2FFFF);
        while (code is >= 0xD800 and < 0xE000);
        return char.ConvertFromUtf32(code);
    }
}
