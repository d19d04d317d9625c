// The same with other journeys each time.
import './generated-facts.test.ts';
