namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>What is wrong with a request body.</summary>
public enum OpenAIChatRequestFault
{
    None,
    NotJson,
    Comment,
    TooDeep,
    TrailingData,
    NotAnObject,
    ModelMissing,
    ModelNotAString,
    ModelEmpty,
    ModelTooLong,

    /// <summary>The model name holds control characters or broken Unicode.</summary>
    ModelNotText,
    StreamNotABoolean,

    /// <summary>A member that is patched occurs twice: two readers might each believe another one.</summary>
    DuplicateMember,
}

/// <summary>Why a request body was refused, in the words of OpenAI's errors.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Param">The member at fault, if one is.</param>
/// <param name="Offset">Byte at which it shows; -1 when nowhere in particular.</param>
public readonly record struct OpenAIChatRequestError(OpenAIChatRequestFault Fault, string? Param, long Offset)
{
    /// <summary>Stable code for <c>error.code</c>.</summary>
    public string Code => Fault switch
    {
        OpenAIChatRequestFault.ModelMissing => "missing_required_parameter",
        OpenAIChatRequestFault.ModelNotAString or OpenAIChatRequestFault.StreamNotABoolean => "invalid_type",
        OpenAIChatRequestFault.ModelEmpty or OpenAIChatRequestFault.ModelNotText => "invalid_value",
        OpenAIChatRequestFault.ModelTooLong => "string_above_max_length",
        OpenAIChatRequestFault.DuplicateMember => "duplicate_parameter",
        _ => "invalid_json",
    };

    /// <summary>Text for <c>error.message</c>.</summary>
    public string Message => Fault switch
    {
        OpenAIChatRequestFault.Comment => $"The body holds a comment at byte {Offset}; JSON has none.",
        OpenAIChatRequestFault.TooDeep =>
            $"The body is nested deeper than {OpenAIChatRequestScan.MaxDepth} levels at byte {Offset}.",
        OpenAIChatRequestFault.TrailingData => $"The body goes on at byte {Offset}, after its JSON object ended.",
        OpenAIChatRequestFault.NotAnObject => "The body must be a JSON object.",
        OpenAIChatRequestFault.ModelMissing => "You must provide a model parameter.",
        OpenAIChatRequestFault.ModelNotAString => "Invalid type for 'model': expected a string.",
        OpenAIChatRequestFault.ModelEmpty => "Invalid 'model': the string is empty.",
        OpenAIChatRequestFault.ModelTooLong =>
            $"Invalid 'model': expected at most {OpenAIChatRequestScan.MaxModelChars} characters.",
        OpenAIChatRequestFault.ModelNotText => "Invalid 'model': the string holds characters that no model name has.",
        OpenAIChatRequestFault.StreamNotABoolean => "Invalid type for 'stream': expected a boolean.",
        OpenAIChatRequestFault.DuplicateMember => $"'{Param}' is given twice; give it once.",
        _ => $"The body is not valid JSON, from byte {Offset} on.",
    };
}
