using System.Text.Json;

namespace Godwit.Providers.Tokens;

/// <summary>
/// Reads what a body holds and names besides text. What it does not know counts as more than a picture.
/// </summary>
internal ref struct InputMediaReader
{
    private const int LongestName = 64;

    // The longest that is of interest, with each letter escaped.
    private const int LongestEscapedName = 6 * LongestName;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private Utf8JsonReader json;
    private int pictures;
    private long pictureBytes;
    private bool refers;

    private InputMediaReader(ReadOnlySpan<byte> body) => json = new Utf8JsonReader(body, Options);

    private enum Kind : byte
    {
        /// <summary>May hold more of them.</summary>
        Container,

        /// <summary>A picture's URL, or an object with it.</summary>
        Picture,

        /// <summary>Anthropic's media: their type is inside, or beside.</summary>
        Source,

        /// <summary>Gemini's, with their type inside; OpenAI's file_data, a text.</summary>
        Blob,

        /// <summary>What the provider has, or what is no picture.</summary>
        Reference,

        /// <summary>No input to look into: what tools are, what they were asked, settings.</summary>
        Other,
    }

    public static InputMedia Read(ReadOnlySpan<byte> body)
    {
        var reader = new InputMediaReader(body);
        try
        {
            if (reader.json.Read() && reader.json.TokenType == JsonTokenType.StartObject)
                reader.ReadObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(0, 0, true);
        }

        return new(reader.pictures, reader.pictureBytes, reader.refers);
    }

    /// <summary>Reads an object to its end. Its type is known once it was read, which is mostly first.</summary>
    private void ReadObject()
    {
        var isPicture = false;
        Span<byte> scratch = stackalloc byte[LongestEscapedName];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var depth = json.CurrentDepth;
            var name = Name(scratch);
            if (name.SequenceEqual("type"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.String)
                    TakeType(ref isPicture);
                else
                    ReadValue();
                continue;
            }

            var kind = KindOf(name, depth, isPicture);
            json.Read();
            Take(kind, isPicture);
        }
    }

    private void TakeType(ref bool isPicture)
    {
        isPicture = json.ValueTextEquals("image"u8) || json.ValueTextEquals("input_image"u8);
        refers |= json.ValueTextEquals("item_reference"u8) || json.ValueTextEquals("image_generation_call"u8);
    }

    private void Take(Kind kind, bool isPicture)
    {
        switch (kind)
        {
            case Kind.Picture when json.TokenType == JsonTokenType.String:
                AddPicture(BytesOfUrl());
                break;
            case Kind.Blob when json.TokenType == JsonTokenType.String:
                refers = true;
                break;
            case Kind.Picture when json.TokenType == JsonTokenType.StartObject:
                ReadPicture();
                break;
            case Kind.Source or Kind.Blob when json.TokenType == JsonTokenType.StartObject:
                ReadSource(isPicture);
                break;
            case Kind.Reference when json.TokenType is not (JsonTokenType.Null or JsonTokenType.False):
                refers = true;
                json.Skip();
                break;
            case Kind.Other:
                json.Skip();
                break;
            default:
                ReadValue();
                break;
        }
    }

    private void ReadValue()
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject();
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    ReadValue();
                break;
        }
    }

    /// <summary><c>{"url": …, "detail": …}</c>.</summary>
    private void ReadPicture()
    {
        var bytes = 0L;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            json.Read();
            bytes += json.TokenType == JsonTokenType.String ? BytesOfUrl() : 0;
            json.Skip();
        }

        AddPicture(bytes);
    }

    /// <summary>An Anthropic source, or Gemini's blob: data with their type, an address, or text.</summary>
    private void ReadSource(bool isPicture)
    {
        var (bytes, isText, isMedia) = (0L, false, false);
        bool? typed = null;
        Span<byte> scratch = stackalloc byte[LongestEscapedName];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // A name with escapes is not counted by its bytes wherever text is counted.
            var plain = !json.ValueIsEscaped;
            var name = Name(scratch);
            var isData = plain && name.SequenceEqual("data"u8);
            var isType = name.SequenceEqual("type"u8);
            var namesType = name.SequenceEqual("media_type"u8) || name.SequenceEqual("mimeType"u8)
                || name.SequenceEqual("mime_type"u8);
            json.Read();
            if (json.TokenType != JsonTokenType.String)
            {
                ReadValue();
                continue;
            }

            bytes += isData ? json.ValueSpan.Length : 0;
            if (namesType)
                typed = StartsWith("image"u8);
            if (!isType)
                continue;
            var says = json.ValueTextEquals("text"u8) || json.ValueTextEquals("content"u8);
            (isText, isMedia) = (isText || says, isMedia || !says);
        }

        // A document of words, or of parts that were looked at.
        if (isText && !isMedia)
            return;
        if (typed ?? isPicture)
            AddPicture(bytes);
        else
            refers = true;
    }

    private void AddPicture(long bytes)
    {
        pictures++;
        pictureBytes += bytes;
    }

    /// <summary>Bytes of a picture that stands in its URL; what is no picture there is more than that.</summary>
    private long BytesOfUrl()
    {
        if (!json.ValueSpan.StartsWith("data:"u8))
            return 0;
        refers |= !json.ValueSpan.StartsWith("data:image"u8);
        return json.ValueSpan.Length;
    }

    private readonly bool StartsWith(ReadOnlySpan<byte> text) =>
        !json.ValueIsEscaped && json.ValueSpan.StartsWith(text);

    private readonly ReadOnlySpan<byte> Name(Span<byte> scratch) =>
        !json.ValueIsEscaped ? json.ValueSpan
        : json.ValueSpan.Length <= LongestEscapedName ? scratch[..json.CopyString(scratch)]
        : default;

    private static Kind KindOf(ReadOnlySpan<byte> name, int depth, bool isPicture) => name switch
    {
        _ when name.SequenceEqual("image_url"u8) => Kind.Picture,
        _ when name.SequenceEqual("source"u8) => Kind.Source,
        _ when name.SequenceEqual("inlineData"u8) || name.SequenceEqual("inline_data"u8)
            || name.SequenceEqual("fileData"u8) || name.SequenceEqual("file_data"u8) => Kind.Blob,
        _ when name.SequenceEqual("file_id"u8) => isPicture ? Kind.Picture : Kind.Reference,
        _ when IsReference(name, depth) => Kind.Reference,
        _ when IsOther(name, depth) => Kind.Other,
        _ => Kind.Container,
    };

    private static bool IsReference(ReadOnlySpan<byte> name, int depth) =>
        name.EndsWith("_url"u8) || name.SequenceEqual("input_audio"u8)
        || name.SequenceEqual("video"u8) || name.SequenceEqual("file"u8) || name.SequenceEqual("cached_content"u8)
        || name.SequenceEqual("cachedContent"u8) || name.SequenceEqual("image"u8)
        || name.SequenceEqual("image_base64"u8) || (name.SequenceEqual("audio"u8) && depth > 1);

    private static bool IsOther(ReadOnlySpan<byte> name, int depth) =>
        name.SequenceEqual("args"u8) || name.SequenceEqual("arguments"u8) || name.SequenceEqual("response"u8)
        || (name.SequenceEqual("input"u8) && depth > 1)
        || (depth == 1 && (name.SequenceEqual("tools"u8) || name.SequenceEqual("functions"u8)
            || name.SequenceEqual("metadata"u8) || name.SequenceEqual("response_format"u8)));
}
