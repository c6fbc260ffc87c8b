namespace Godwit.Control.Notices.Texts;

/// <summary>A message in words.</summary>
/// <param name="Language">BCP 47 tag of the language it is written in.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain text part.</param>
/// <param name="Html">The HTML part, which says the same.</param>
internal sealed record NoticeText(string Language, string Subject, string Text, string Html);
