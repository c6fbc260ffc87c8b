using System.Text;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>What the simulator understands of a request's messages.</summary>
internal sealed class Conversation
{
    private const int TokensPerMessage = 3;
    private const int TokensPerImage = 85;

    private readonly List<ImagePart> _images = [];
    private readonly List<string> _toolResults = [];

    /// <summary>The text of the last user message; empty when there is none.</summary>
    public string LastUserText { get; private set; } = "";

    /// <summary>The role of the last message.</summary>
    public string LastRole { get; private set; } = "";

    /// <summary>The text of a last message that is the assistant's: the answer is to go on from there.</summary>
    public string? Prefill { get; private set; }

    /// <summary>The images of the last user message.</summary>
    public IReadOnlyList<ImagePart> Images => _images;

    /// <summary>The tool messages at the end of the conversation.</summary>
    public IReadOnlyList<string> ToolResults => _toolResults;

    /// <summary>The messages' tokens by the simulator's rule.</summary>
    public int InputTokens { get; private set; } = TokensPerMessage;

    /// <summary>The tokens of each message, in order.</summary>
    public IReadOnlyList<int> MessageTokens { get; private set; } = [];

    public static Conversation Read(JsonElement messages)
    {
        Conversation conversation = new();
        int[] tokens = new int[messages.GetArrayLength()];
        int index = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            tokens[index] = conversation.Add(message);
            conversation.InputTokens += tokens[index++];
        }

        conversation.MessageTokens = tokens;
        return conversation;
    }

    private int Add(JsonElement message)
    {
        string role = RequestFields.Text(message, "role")!;
        int imagesBefore = role == "user" ? 0 : _images.Count;
        if (role == "user")
        {
            _images.Clear();
        }

        string text = ReadContent(message, keepImages: role == "user");
        LastRole = role;
        Prefill = role == "assistant" && text.Length > 0 && !message.TryGetProperty("tool_calls", out _) ? text : null;
        if (role == "tool")
        {
            _toolResults.Add(text);
        }
        else
        {
            _toolResults.Clear();
        }

        if (role == "user")
        {
            LastUserText = text;
        }

        int tokens = TokensPerMessage + TokenRule.Count(text) + ((_images.Count - imagesBefore) * TokensPerImage);
        return message.TryGetProperty("tool_calls", out JsonElement calls)
            ? tokens + TokenRule.Count(calls.GetRawText())
            : tokens;
    }

    private string ReadContent(JsonElement message, bool keepImages)
    {
        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return "";
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return "";
        }

        StringBuilder text = new();
        foreach (JsonElement part in content.EnumerateArray())
        {
            if (RequestFields.Text(part, "text") is { } piece)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(piece);
            }
            else if (keepImages && ImagePart.TryRead(part) is { } image)
            {
                _images.Add(image);
            }
        }

        return text.ToString();
    }
}
