using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.GenAI;
using Fault = Godwit.Providers.Dialects.Scanning.RequestFault;

namespace Godwit.Providers.Dialects.Scanning;

/// <summary>The pass behind <see cref="RequestScan"/>.</summary>
internal ref partial struct RequestScanner
{
    // The longest name of interest is max_completion_tokens: 21 characters, six bytes each when all are escaped.
    private const int LongestEscapedName = 128;

    private readonly ReadOnlySpan<byte> body;
    private readonly Span<char> model;
    private readonly bool streams;
    private readonly bool chat;
    private readonly bool streamOptions;
    private readonly bool modelInPath;
    private readonly bool gemini;
    private readonly bool anthropic;
    private Utf8JsonReader json;
    private RequestFeatures features;
    private ByteRange modelRange;
    private int modelChars;
    private bool streamSeen;
    private bool stream;
    private StreamOptionsForm optionsForm;
    private ByteRange options;
    private ByteRange includeUsage;
    private bool asksForUsage;
    private int? n;
    private long? maxTokens;
    private long? maxCompletionTokens;
    private ByteRange endUser;
    private int afterBrace;

    public RequestScanner(
        ReadOnlySpan<byte> body, Operation operation, Dialect dialect, bool modelInPath, Span<char> model)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(model.Length, RequestScan.MaxModelChars);
        this.body = body;
        this.model = model;
        this.modelInPath = modelInPath;
        streams = operation is Operation.Chat or Operation.TextCompletion;
        streamOptions = dialect is Dialect.OpenAIChat;
        gemini = dialect is Dialect.GeminiGenerateContent;
        anthropic = dialect is Dialect.AnthropicMessages;
        chat = operation is Operation.Chat && streamOptions;
        json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestScan.MaxDepth });
    }

    /// <summary>What was found; meaningful after <see cref="Read"/> found no fault.</summary>
    public readonly RequestScan Result => new()
    {
        Model = modelRange,
        ModelChars = modelChars,
        Stream = stream,
        StreamOptionsForm = optionsForm,
        StreamOptions = options,
        IncludeUsage = includeUsage,
        AsksForUsage = asksForUsage,
        N = n,
        MaxTokens = maxTokens,
        MaxCompletionTokens = maxCompletionTokens,
        EndUser = endUser,
        Features = features,
        AfterBrace = afterBrace,
    };

    private readonly int TokenStart => (int)json.TokenStartIndex;

    public RequestError Read()
    {
        try
        {
            return ReadObject();
        }
        catch (JsonException e)
        {
            return Explain(e);
        }
    }

    private RequestError ReadObject()
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return new(Fault.NotAnObject, null, TokenStart);
        }

        afterBrace = (int)json.BytesConsumed;
        Span<byte> unescaped = stackalloc byte[LongestEscapedName];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var fault = ReadMember(Name(unescaped));
            if (fault.Fault != Fault.None)
            {
                return fault;
            }
        }

        // Reading on past the closing brace is what finds trailing data.
        json.Read();
        return modelRange.Length == 0 && !modelInPath ? new(Fault.ModelMissing, "model", -1) : default;
    }

    private RequestError ReadMember(scoped ReadOnlySpan<byte> name)
    {
        json.Read();
        switch (name)
        {
            case [(byte)'m', ..] when name.SequenceEqual("model"u8):
                return ReadModel();
            case [(byte)'s', ..] when streams && name.SequenceEqual("stream"u8):
                return ReadStream();
            case [(byte)'s', ..] when streams && streamOptions && name.SequenceEqual("stream_options"u8):
                return ReadStreamOptions();
            case [(byte)'n']:
                n = json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var choices) ? choices : null;
                break;
            case [(byte)'m', (byte)'a', ..] when name.SequenceEqual("max_tokens"u8):
                maxTokens = Number();
                break;
            case [(byte)'m', (byte)'a', ..] when name.SequenceEqual("max_completion_tokens"u8):
                maxCompletionTokens = Number();
                break;
            case [(byte)'m', (byte)'a', ..] when name.SequenceEqual("max_output_tokens"u8):
                maxCompletionTokens = Number();
                break;
            case [(byte)'u', ..] when name.SequenceEqual("user"u8):
                endUser = endUser.Length > 0 ? endUser : Text();
                break;
            case [(byte)'s', (byte)'a', ..] when name.SequenceEqual("safety_identifier"u8):
                endUser = Text();
                break;
            case [(byte)'m', (byte)'e', ..] when anthropic && name.SequenceEqual("metadata"u8):
                ReadMetadata();
                break;
            case [(byte)'g', ..] when gemini && IsGenerationConfig(name):
                ReadGenerationConfig();
                break;
            default:
                features |= OpenAIChatFeatures.Read(ref json, name, chat);
                break;
        }

        // What is not read on purpose is left behind whole; a container that a feature looked into has ended already.
        json.Skip();
        return default;
    }

    private RequestError ReadModel()
    {
        if (modelRange.Length != 0)
        {
            return new(Fault.DuplicateMember, "model", TokenStart);
        }

        if (json.TokenType != JsonTokenType.String)
        {
            return new(Fault.ModelNotAString, "model", TokenStart);
        }

        modelRange = new ByteRange(TokenStart, (int)json.BytesConsumed - TokenStart);
        return ModelName.Copy(ref json, model, out modelChars) is var fault and not Fault.None
            ? new(fault, "model", TokenStart)
            : default;
    }

    private RequestError ReadStream()
    {
        if (streamSeen)
        {
            return new(Fault.DuplicateMember, "stream", TokenStart);
        }

        streamSeen = true;
        stream = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? default
            : new(Fault.StreamNotABoolean, "stream", TokenStart);
    }

    private RequestError ReadStreamOptions()
    {
        if (optionsForm != StreamOptionsForm.Absent)
        {
            return new(Fault.DuplicateMember, "stream_options", TokenStart);
        }

        var start = TokenStart;
        optionsForm = json.TokenType switch
        {
            JsonTokenType.Null => StreamOptionsForm.Null,
            JsonTokenType.StartObject => StreamOptionsForm.EmptyObject,
            _ => StreamOptionsForm.Other,
        };
        if (optionsForm == StreamOptionsForm.EmptyObject)
        {
            Span<byte> unescaped = stackalloc byte[LongestEscapedName];
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                optionsForm = StreamOptionsForm.WithMembers;
                var wanted = Name(unescaped).SequenceEqual("include_usage"u8);
                json.Read();
                if (wanted && includeUsage.Length != 0)
                {
                    return new(Fault.DuplicateMember, "stream_options.include_usage", TokenStart);
                }

                var valueStart = TokenStart;
                asksForUsage |= wanted && json.TokenType == JsonTokenType.True;
                json.Skip();
                includeUsage = wanted ? new(valueStart, (int)json.BytesConsumed - valueStart) : includeUsage;
            }
        }

        json.Skip();
        options = new ByteRange(start, (int)json.BytesConsumed - start);
        return default;
    }

    private readonly ByteRange Text() => json.TokenType == JsonTokenType.String
        ? new ByteRange(TokenStart + 1, (int)json.BytesConsumed - TokenStart - 2) : default;

    private readonly ReadOnlySpan<byte> Name(Span<byte> unescaped) =>
        !json.ValueIsEscaped ? json.ValueSpan
        : json.ValueSpan.Length > unescaped.Length ? default
        : unescaped[..CopyName(unescaped)];

    private readonly int CopyName(Span<byte> unescaped)
    {
        try
        {
            return json.CopyString(unescaped);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: no name of interest.
            return 0;
        }
    }

    private readonly long? Number() =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) ? value : null;

    private readonly RequestError Explain(JsonException e)
    {
        long offset = e.BytePositionInLine ?? 0;
        var rest = body;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
        {
            var length = rest.IndexOf((byte)'\n') + 1;
            offset += length;
            rest = rest[length..];
        }

        var at = offset < body.Length ? body[(int)offset] : (byte)0;
        var fault = at switch
        {
            (byte)'/' => Fault.Comment,
            _ when json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == 0 => Fault.TrailingData,
            (byte)'{' or (byte)'[' when json.CurrentDepth >= RequestScan.MaxDepth - 1 => Fault.TooDeep,
            _ => Fault.NotJson,
        };
        return new(fault, null, offset);
    }
}
